using static Vitrine.Seals.Tests.Planted;

namespace Vitrine.Seals.Tests;

public sealed class SecretAssignmentRuleTests
{
    [Theory]
    [InlineData("a.cs", "private const string ApiKey = \"{0}\";")]
    [InlineData("a.py", "SECRET_KEY='{0}'")]
    [InlineData("a.py", "password=b\"{0}\"")]
    [InlineData("a.js", "const cfg = {{ \"clientSecret\" : \"{0}\" }}")]
    [InlineData("a.rb", "'auth_token' => '{0}'")]
    [InlineData("a.go", "accessKey := `{0}`")]
    [InlineData("a.cs", "config[\"Jwt.SigningKey\"] = @\"{0}\";")]
    [InlineData(".env", "DB_PASSWORD={0}\nX=1")]
    [InlineData("a.yaml", "  token-of-bot: {0}\r\n")]
    [InlineData("a.rs", "const API_KEY: &str = \"{0}\";")]
    [InlineData("a.rs", "let secret = String::from(\"{0}\");")]
    [InlineData("a.ts", "const apiKey: string = '{0}';")]
    [InlineData("a.kt", "val token: String? = \"{0}\"")]
    [InlineData("a.go", "var apiKey string = \"{0}\"")]
    [InlineData("a.xml", "<config><password>{0}</password></config>")]
    [InlineData("app.config", "<add key=\"ApiKey\" value=\"{0}\" />")]
    [InlineData("web.config", "<add connectionString=\"Server=db1;User Id=sa;Password={0};\" />")]
    [InlineData("A.java", "String u = \"jdbc:mysql://db/app?user=root&password={0}\";")]
    [InlineData("a.php", "define('DB_PASSWORD', '{0}');")]
    [InlineData("a.py", "os.environ.setdefault(\"API_TOKEN\", \"{0}\")")]
    [InlineData("Dockerfile", "FROM x\nENV API_TOKEN={0}\n")]
    [InlineData("Dockerfile", "FROM x\nENV API_TOKEN {0}\n")]
    [InlineData(".env.production", "DB_PASSWORD={0}\n")]
    [InlineData(".netrc", "machine api.corp.net login bob password {0}\n")]
    [InlineData("a.py", "STORAGE_KEY = '{0}'")]
    public void Screen_DrawnTextUnderATellingName_IsMediumAndMasked(string path, string format)
    {
        var value = Draw(Base62, 32);

        var finding = Assert.Single(Screen(path, string.Format(format, value)));

        Assert.Equal(("secret-assignment", ScreeningSeverity.Medium), (finding.Rule, finding.Severity));
        Assert.DoesNotContain(value[4..], finding.Message, StringComparison.Ordinal);
        Assert.Contains("(32 characters)", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("password = \"hunter2x\"", 2)]
    [InlineData("pwd: 'Sommer2024!'", 2)]
    [InlineData("admin_password = 'hunter2'", 1)]
    public void Screen_ShortPassword_IsLowAndShownByAQuarterAtMost(string text, int shown)
    {
        var finding = Assert.Single(Screen("a.js", text));
        var value = text.Split('"', '\'')[1];

        Assert.Equal((ScreeningSeverity.Low, "secret-assignment"), (finding.Severity, finding.Rule));
        Assert.Contains($" {value[..shown]}… ({value.Length} characters)", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(value[..(shown + 1)], finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Screen_UuidUnderATellingName_IsMediumWhereItWasDrawn()
    {
        Assert.Equal(ScreeningSeverity.Medium, Assert.Single(Screen(".env", "SERVICE_TOKEN=7c9e6679-7425-40de-944b-e07fc1f90ae7\n")).Severity);
        Assert.Equal(ScreeningSeverity.Low, Assert.Single(Screen(".env", "SERVICE_TOKEN=7c9e6679-7425-10de-944b-e07fc1f90ae7\n")).Severity);
    }

    [Fact]
    public void Screen_HexadecimalDigits_AreMediumFrom32AndAnAddressOfATokenIsLow()
    {
        Assert.Equal(ScreeningSeverity.Medium, Assert.Single(Screen("a.js", $"secret = '{Draw(Hex, 32)}'")).Severity);
        Assert.Equal(ScreeningSeverity.Medium, Assert.Single(Screen("a.js", $"privateKey = '0x{Draw(Hex, 64)}'")).Severity);
        Assert.Equal(ScreeningSeverity.Low, Assert.Single(Screen("a.js", $"token: '0x{Draw(Hex, 40)}'")).Severity);
        Assert.Equal(ScreeningSeverity.Low, Assert.Single(Screen("a.js", $"token: '{Draw(Hex, 20)}'")).Severity);
    }

    [Theory]
    [InlineData("a.js", "token = nextToken(1234)")]
    [InlineData("a.js", "password = \"Please enter password 1\"")]
    [InlineData("a.js", "password = \"\"")]
    [InlineData("a.js", "password = \"changeme123\"")]
    [InlineData("a.js", "password = \"${PASSWORD_1}\"")]
    [InlineData("a.js", "password = \"{{ secrets.pass1 }}\"")]
    [InlineData("a.js", "if (token != \"abc12345xyz\")")]
    [InlineData("a.js", "secretName = \"SomeIdentifierOfALongName\"")]
    [InlineData("a.csproj", "Version=4.0.0.0, PublicKeyToken=b77a5c561934e089\"")]
    [InlineData("a.cs", "new AssemblyName { PublicKeyToken = \"b77a5c561934e089\" }")]
    [InlineData("a.c", "token: 64;\nint b[4294967296];")]
    [InlineData(".env", "PASSWORD=$OTHER_1")]
    [InlineData("a.rs", "fn f(password: &str, api_key: &str) -> bool { password == api_key }")]
    [InlineData("a.ts", "type T = {{ password: string; token?: string }};")]
    [InlineData("a.xml", "<password>${{env.PASSWORD_1}}</password>")]
    [InlineData("a.xml", "<string name=\"password\">Enter 1 password</string>")]
    [InlineData("a.go", "password := os.Getenv(\"DB_PASSWORD_1\")")]
    [InlineData("a.py", "log.info(\"token=%s\", token1)")]
    [InlineData("a.js", "sort_key = \"column12x\"; storageKey = \"column12x\"")]
    [InlineData("a.js", "f(\"secretName\", \"abcdefg1234\")")]
    [InlineData("a.yml", "password: ${{ secrets.TOKEN1 }}")]
    [InlineData("a.yml", "secretUrl: https://vault.local/v1/secret2")]
    [InlineData("a.js", "password = \"12345")]
    [InlineData("a.js", "password")]
    [InlineData("a.js", "password=")]
    [InlineData("a.js", "password=\"")]
    public void Screen_WhatIsNoSecret_IsNoFinding(string path, string text) => Assert.Empty(Screen(path, text));

    [Fact]
    public void Screen_NameOfSeveralTellingWords_IsSaidOnce() =>
        Assert.Single(Screen("a.js", $"secret_access_token_password = \"{Draw(Base62, 30)}\""));

    [Theory]
    [InlineData("postgres://app:{0}@db.internal:5432/x", ScreeningSeverity.Medium)]
    [InlineData("https://:{0}@server/", ScreeningSeverity.Medium)]
    [InlineData("amqp://guest:{0}@localhost/", ScreeningSeverity.Low)]
    public void Screen_PasswordInAnAddress_IsFoundAndMasked(string format, ScreeningSeverity severity)
    {
        var password = Draw(Base62, 16);

        var finding = Assert.Single(Screen("a.txt", $"see \"{string.Format(format, password)}\""));

        Assert.Equal(("url-credential", severity, 6), (finding.Rule, finding.Severity, finding.Column));
        Assert.DoesNotContain(password[4..], finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://user@host.org/")]
    [InlineData("https://user:password@host.org/")]
    [InlineData("https://user:$PASS@host.org/")]
    [InlineData("https://user:${PASS}@host.org/")]
    [InlineData("https://user:%s@host.org/")]
    [InlineData("https://user:xxx@host.org/")]
    [InlineData("https://user:s3cr3ts3cr3t@example.com/")]
    [InlineData("https://user:s3cr3ts3cr3t@sub.example/")]
    [InlineData("https://host.org:8080/@scope")]
    [InlineData("https://host.org/a:b@c")]
    [InlineData("://a:bcdef@c")]
    [InlineData("https://")]
    public void Screen_AddressWithoutAPassword_IsNoFinding(string text) => Assert.Empty(Screen("a.txt", text));
}
