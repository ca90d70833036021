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
    [InlineData("a.py", "if sum(file) == '5f4dcc3b5aa765d61d8327deb882cf99':\n    pass")]
    public void Screen_OrdinaryComparison_IsNot(string path, string code) => Assert.Empty(Of(path, code));

    private static IEnumerable<ScreeningFinding> Of(string path, string code) => Screen(path, code).Where(finding => finding.Rule == "constant-comparison");
}
