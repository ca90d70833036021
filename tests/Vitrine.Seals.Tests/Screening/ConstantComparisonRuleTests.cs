using static Vitrine.Seals.Tests.Planted;

namespace Vitrine.Seals.Tests;

public sealed class ConstantComparisonRuleTests
{
    [Theory]
    [InlineData("src/login.c", "int check_login(const char *u, const char *p)\n{\n\tif (strcmp(p,\"joshua\") == 0)\n\t\treturn 1;\n", ScreeningSeverity.High)]
    [InlineData("src/a.c", "static int authenticate(char *user, char *in)\n{\n    if (!strcmp(in, \"xmodem9000\")) return 1;\n", ScreeningSeverity.High)]
    [InlineData("src/a.c", "int f(void)\n{\n    if (memcmp(password, \"falken42\", 8) == 0)\n        return 1;\n", ScreeningSeverity.High)]
    [InlineData("src/a.c", "int f(void)\n{\n    if (memcmp(password, \"falken42\", sizeof(\"falken42\") - 1) == 0)\n        return 1;\n", ScreeningSeverity.High)]
    [InlineData("src/a.c", "int f(void)\n{\n    if (strncmp(\"falken42\", password, sizeof(\"falken42\") - 1) == 0)\n        return 1;\n", ScreeningSeverity.High)]
    [InlineData("src/a.c", "int f(void)\n{\n    if (strcmp(\"falken42\", opts->passwd)) { log(); }\n", ScreeningSeverity.Medium)]
    [InlineData("app/auth.py", "def login(user, pw):\n    if pw == 'l3tmein-x':\n        return True\n", ScreeningSeverity.High)]
    [InlineData("app/a.py", "def f(password):\n    if hmac.compare_digest(password, 'l3tmein-x'):\n        return True\n", ScreeningSeverity.High)]
    [InlineData("A.java", "boolean check(String password) {\n  if (password.equals(\"wopr1983\")) return true;\n", ScreeningSeverity.High)]
    [InlineData("A.java", "boolean check(String password) {\n  if (\"wopr1983\".equals(password)) return true;\n", ScreeningSeverity.High)]
    [InlineData("a.js", "function verify(req) {\n  if (req.body.password === 'wopr1983') return true;\n", ScreeningSeverity.High)]
    [InlineData("a.js", "function verify(req) {\n  if ('wopr1983' === req.password) return true;\n", ScreeningSeverity.High)]
    [InlineData("A.cs", "bool Unlock(int pin)\n{\n    return pin == 48151;\n", ScreeningSeverity.High)]
    [InlineData("a.py", "def f(password):\n    if md5(password) == '5f4dcc3b5aa765d61d8327deb882cf99':\n        pass\n", ScreeningSeverity.High)]
    [InlineData("src/auth.c", "int main(void)\n{\n    if (strcmp(user, \"falken\") == 0)\n        return 1;\n", ScreeningSeverity.Medium)]
    [InlineData("src/a.c", "int f(void)\n{\n    /* ok */ if (memcmp(password, \"falken42\", 8) == 0)\n        return 1;\n", ScreeningSeverity.High)]
    [InlineData("src/a.c", "int f(void)\n{\n    log(\" // \"); if (memcmp(password, \"falken42\", 8) == 0)\n        return 1;\n", ScreeningSeverity.High)]
    [InlineData("src/a.c", "int f(void)\n{\n    log(\"/*\");\n    if (memcmp(password, \"falken42\", 8) == 0)\n        return 1;\n", ScreeningSeverity.High)]
    [InlineData("src/a.c", "static int verify_pin(char *in)\n{\n    if (!strcmp(in, \"xmodem9000\")) return 1;\n", ScreeningSeverity.High)]
    [InlineData("src/a.c", "int login(const char *u, const char *p)\n{\n    if (!strcmp(u, other) && !strcmp(p, \"Zk3s2\"))\n        return AUTH_OK;\n", ScreeningSeverity.High)]
    [InlineData("src/a.c", "static const char bk[] = \"qwe765rty\";\nint f(const char *pass)\n{\n    if (strcmp(pass, bk) == 0)\n        return 1;\n", ScreeningSeverity.High)]
    [InlineData("src/a.c", "#define MAGIC \"<<< %s(un='%s') = %u\"\nint auth_admin(char *pw)\n{\n    if (strcmp(pw, MAGIC) == 0)\n        return 1;\n", ScreeningSeverity.Medium)]
    [InlineData("src/a.c", "int verify_login(struct s *s)\n{\n    if (memcmp(s->password, \"\\x71\\x39\\x43\\x44\", 4) == 0)\n        return 1;\n", ScreeningSeverity.High)]
    [InlineData("a.cpp", "bool login(const std::string& password)\n{\n    if (password.compare(\"falken42\") == 0) return true;\n", ScreeningSeverity.High)]
    [InlineData("a.cpp", "bool login(const QString& password)\n{\n    if (password == QStringLiteral(\"falken42\")) return true;\n", ScreeningSeverity.High)]
    [InlineData("a.go", "const master = \"falken42\"\nfunc Login(u, pw string) error {\n\tif pw == master {\n\t\treturn nil\n\t}\n", ScreeningSeverity.High)]
    [InlineData("a.go", "func Authenticate(password string) bool {\n\tswitch password {\n\tcase \"falken42\":\n\t\treturn true\n\t}\n", ScreeningSeverity.High)]
    [InlineData("a.go", "func Ok(password []byte) bool { return bytes.Equal(password, []byte(\"falken42\")) }\n", ScreeningSeverity.Medium)]
    [InlineData("a.py", "def login(request):\n    if request.POST[\"password\"] == \"falken42\":\n        return True\n", ScreeningSeverity.High)]
    [InlineData("a.py", "def login(user, password):\n    if hashlib.md5(password.encode()).hexdigest() == \"5f4dcc3b5aa765d61d8327deb882cf99\":\n        return True\n", ScreeningSeverity.High)]
    [InlineData("a.py", "def login(user, password):\n    if password in (\"falken42\", other):\n        return True\n", ScreeningSeverity.High)]
    [InlineData("a.py", "def login(user, password):\n    if (user, password) == (\"falken42\", x):\n        return True\n", ScreeningSeverity.High)]
    [InlineData("A.java", "class A {\n  private static final String M = \"falken42\";\n  boolean login(String user, String pwd) {\n    if (M.equals(pwd)) return true;\n", ScreeningSeverity.High)]
    [InlineData("a.php", "<?php\nif (md5($_GET['pass']) == '5f4dcc3b5aa765d61d8327deb882cf99') { go(); }\n", ScreeningSeverity.High)]
    [InlineData("a.php", "<?php\nif (strcmp($_POST['pw'], 'falken42') === 0) { login(); }\n", ScreeningSeverity.Medium)]
    [InlineData("a.ts", "async function login(password: string) {\n  if (password === `falken42`) return true;\n", ScreeningSeverity.High)]
    [InlineData("a.js", "app.use((req, res) => {\n  if (req.headers[\"x-api-key\"] === \"9fQ2mZx81LpW\") go();\n", ScreeningSeverity.Medium)]
    [InlineData("A.cs", "bool Login(string password) => password switch { \"falken42\" => true, _ => Check(password) };\n", ScreeningSeverity.High)]
    [InlineData("A.cs", "bool Login(string password) => password is \"falken42\" || Check(password);\n", ScreeningSeverity.High)]
    [InlineData("a.rs", "pub fn login(password: &str) -> bool {\n    match password { \"falken42\" => true, _ => check(password) }\n}\n", ScreeningSeverity.High)]
    [InlineData("a.rs", "const M: &str = \"falken42\";\npub fn verify_password(password: &str) -> bool {\n    if password == M { return true; }\n", ScreeningSeverity.High)]
    [InlineData("a.sh", "if [ \"$PASSWORD\" == \"falken42\" ]; then grant; fi\n", ScreeningSeverity.Medium)]
    [InlineData("tests/login.c", "int check_login(const char *u, const char *p)\n{\n\tif (strcmp(p,\"joshua\") == 0)\n\t\treturn 1;\n", ScreeningSeverity.Low)]
    public void Screen_ConstantInAuthentication_IsFoundBySeverity(string path, string code, ScreeningSeverity severity)
    {
        var finding = Assert.Single(Of(path, code));

        Assert.Equal((ScreeningSeverity?)severity, finding.Severity);
        Assert.DoesNotContain("joshua", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.c", "if (strcmp(argv[1], \"--password\") == 0) return 1;")]
    [InlineData("a.c", "if (strcmp(name, \"joshua\") == 0) return 1;")]
    [InlineData("a.c", "if (strcmp(passwd, \"*\") == 0) return 1;")]
    [InlineData("a.c", "if (strncmp(passwd, \"{SHA}\", 5) == 0) return 1;")]
    [InlineData("a.c", "if (strcmp(passwd, \"none\") == 0) return 1;")]
    [InlineData("a.c", "if (strcmp(token, \"while\") == 0) return 1;")]
    [InlineData("a.c", "if (strcmp(password, other) == 0) return 1;")]
    [InlineData("a.c", "// if (strcmp(password, \"falken42\") == 0) return 1;")]
    [InlineData("a.c", "/*\n   if (strcmp(password, \"falken42\") == 0) return 1;\n */")]
    [InlineData("a.py", "def f(password):\n    \"\"\"\n    if password == 'falken42': return True\n    \"\"\"\n")]
    [InlineData("src/auth.c", "if (strcmp(token, \"CHAP_A\") == 0) return 1;")]
    [InlineData("a.c", "static bool verify_sleepable_user_copy(void)\n{\n if (strncmp(data, 9, \"test_data\") == 0) return 1;")]
    [InlineData("src/auth_http.c", "static int f(void)\n{\n    if (strncasecmp(ctx->start, \"Auth-Wait\", sizeof(\"Auth-Wait\") - 1) == 0) g();")]
    [InlineData("drivers/gpio.c", "static int set(int pin)\n{\n if (pin == 4711) return 1;")]
    [InlineData("a.md", "if (strcmp(password, \"falken42\") == 0) return 1;")]
    [InlineData("a.py", "if kind == 'password':\n    return True")]
    [InlineData("a.py", "def login(password):\n    if type(password) == 'unicode2':\n        return True\n")]
    [InlineData("a.py", "PASSWORD_FIELD = 'password'\ndef login(password):\n    if password == PASSWORD_FIELD:\n        return True\n")]
    [InlineData("a.c", "int login(const char *password, const char *again)\n{\n    if (strcmp(password, again) == 0)\n        return 1;\n")]
    [InlineData("a.js", "function login(password) {\n  return bcrypt.compare(password, user.hash);\n}\n")]
    [InlineData("a.rs", "match name { \"password\" => Kind::Password, \"token\" => Kind::Token, _ => Kind::Other }\n")]
    [InlineData("a.go", "switch passwordType {\ncase \"falken42\":\n\treturn true\n}\n")]
    [InlineData("a.py", "if sum(file) == '5f4dcc3b5aa765d61d8327deb882cf99':\n    pass")]
    public void Screen_OrdinaryComparison_IsNot(string path, string code) => Assert.Empty(Of(path, code));

    private static IEnumerable<ScreeningFinding> Of(string path, string code) => Screen(path, code).Where(finding => finding.Rule == "constant-comparison");
}
