using System.Text;
using static Vitrine.Seals.Tests.Planted;

namespace Vitrine.Seals.Tests;

public sealed class TokenRuleTests
{
    /// <summary>Rule, prefix, alphabet and length of one sample for each documented form.</summary>
    public static TheoryData<string, string, string, int> Forms { get; } = new()
    {
        { "github-token", "ghp" + "_", Base62, 36 },
        { "github-token", "ghr" + "_", Base62, 76 },
        { "github-token", "github" + "_pat_", Base62, 82 },
        { "gitlab-token", "glpat" + "-", Url, 20 },
        { "gitlab-token", "GR1348" + "941", Url, 20 },
        { "slack-token", "xox" + "b-", Digits + Base62, 50 },
        { "slack-token", "xapp" + "-", Base62, 80 },
        { "stripe-key", "sk" + "_live_", Base62, 24 },
        { "stripe-key", "rk" + "_live_", Base62, 99 },
        { "google-key", "AI" + "za", Url, 35 },
        { "google-key", "GOCSPX" + "-", Url, 28 },
        { "npm-token", "npm" + "_", Base62, 36 },
        { "nuget-key", "oy" + "2", Base32, 43 },
        { "pypi-token", "pypi-AgEIc" + "HlwaS5vcmc", Url, 150 },
        { "rubygems-key", "rubygems" + "_", Hex, 48 },
        { "crates-token", "ci" + "o", Base62, 32 },
        { "docker-token", "dckr" + "_pat_", Url, 27 },
        { "digitalocean-token", "dop" + "_v1_", Hex, 64 },
        { "huggingface-token", "hf" + "_", Upper + Lower, 34 },
        { "anthropic-key", "sk-" + "ant-api03-", Url, 95 },
        { "shopify-token", "shp" + "at_", Hex, 32 },
        { "square-token", "sq0" + "atp-", Url, 22 },
        { "vault-token", "hv" + "s.", Url, 95 },
        { "databricks-token", "da" + "pi", Hex, 32 },
        { "atlassian-token", "ATA" + "TT3", Url, 180 },
        { "grafana-token", "gl" + "sa_", Base62, 41 },
        { "postman-key", "PM" + "AK-", Hex, 59 },
        { "new-relic-key", "NR" + "AK-", Upper + Digits, 27 },
        { "linear-key", "lin" + "_api_", Base62, 40 },
        { "notion-token", "nt" + "n_", Base62, 46 },
        { "doppler-token", "dp." + "pt.", Base62, 43 },
        { "sentry-token", "sntry" + "u_", Hex, 64 },
        { "planetscale-token", "pscale" + "_tkn_", Url, 43 },
        { "supabase-token", "sb" + "p_", Hex, 40 },
        { "figma-token", "fi" + "gd_", Url, 40 },
        { "pulumi-token", "pu" + "l-", Hex, 40 },
        { "heroku-key", "HRKU" + "-AA", Url, 58 },
        { "alibaba-key", "LT" + "AI", Base62, 20 },
        { "brevo-key", "xkeys" + "ib-", Hex, 81 },
        { "buildkite-token", "bk" + "ua_", Hex, 40 },
        { "clojars-token", "CLOJ" + "ARS_", Hex, 60 },
        { "cloudflare-key", "v1" + ".0-", Hex, 171 },
        { "contentful-token", "CFP" + "AT-", Url, 43 },
        { "dropbox-token", "sl" + ".", Url, 136 },
        { "dynatrace-token", "dt0" + "c01.", Upper, 89 },
        { "easypost-key", "EZ" + "AK", Base62, 54 },
        { "fly-token", "fm2" + "_", Base62, 300 },
        { "groq-key", "gs" + "k_", Base62, 52 },
        { "jfrog-token", "AK" + "Cp", Base62, 69 },
        { "mapbox-token", "sk" + ".eyJ", Base62, 90 },
        { "netlify-token", "nf" + "p_", Base62, 36 },
        { "one-password-token", "ops" + "_eyJ", Base62, 600 },
        { "sonar-token", "sq" + "p_", Hex, 40 },
        { "tailscale-key", "tsk" + "ey-auth-", Base62, 50 },
        { "doppler-token", "dp." + "st.", Base62, 43 },
        { "facebook-token", "EA" + "A", Base62, 180 },
        { "hubspot-token", "pat" + "-na1-", Hex, 36 },
        { "circleci-token", "CCI" + "PAT_", Base62, 63 },
        { "braintree-token", "access_token$" + "production$", Base62, 49 },
        { "openshift-token", "sha25" + "6~", Url, 43 },
        { "openrouter-key", "sk-" + "or-v1-", Hex, 64 },
        { "typeform-token", "tf" + "p_", Base62, 59 },
        { "square-token", "EA" + "AA", Base62, 60 },
        { "nuget-key", "oy" + "2", Lower + Digits, 43 },
        { "age-key", "AGE-SECRET" + "-KEY-1", Upper + Digits, 58 },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Screen_TokenOfADocumentedForm_IsFoundAndMasked(string rule, string prefix, string alphabet, int length)
    {
        var token = prefix + Draw(alphabet, length);

        var finding = Assert.Single(Screen("src/a.c", $"first\nconst char *x = \"{token}\";\n"));

        Assert.Equal((rule, 2, 18), (finding.Rule, finding.Line, finding.Column));
        Assert.DoesNotContain(token[4..], finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(token[4..8], finding.Message, StringComparison.Ordinal);
        Assert.Contains($"{token[..4]}… ({token.Length} characters)", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Screen_TokenAtAnyPlaceInAnyContent_IsFound(string rule, string prefix, string alphabet, int length)
    {
        var token = prefix + Draw(alphabet, length, 2);

        Assert.Equal(rule, Assert.Single(Screen("a", token)).Rule);
        Assert.Equal(rule, Assert.Single(Screen("a", $"\n{token}.\n")).Rule);
        Assert.Equal(rule, Assert.Single(Screen("a.js", $"f('\\n{token}\\n')")).Rule);
        Assert.Equal(rule, Assert.Single(Screen("a", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes($"x={token}\r\n")])).Rule);
        Assert.Contains(rule, Screen("a.bin", [0, 1, 2, .. Encoding.ASCII.GetBytes(token), 0]).Select(finding => finding.Rule));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Screen_WhatOnlyResemblesAToken_IsNoFinding(string rule, string prefix, string alphabet, int length)
    {
        var body = Draw(alphabet, length);
        string[] harmless =
        [
            prefix,
            prefix + body[..10],
            prefix + new string(body[0], length),
            "x" + prefix + body,
            "_" + prefix + body,
            prefix + "EXAMPLE" + body[7..],
            prefix + "your" + body[4..],
        ];

        Assert.All(harmless, text => Assert.DoesNotContain(rule, Screen("a.c", $"// {text} \n").Select(finding => finding.Rule)));
    }

    [Fact]
    public void Screen_StripeKeyOfTheTestMode_IsLowAndAPublishableOneIsNone()
    {
        Assert.Equal(ScreeningSeverity.Low, Assert.Single(Screen("a", "sk" + "_test_" + Draw(Base62, 24))).Severity);
        Assert.Empty(Screen("a", "pk" + "_live_" + Draw(Base62, 24)));
    }

    [Fact]
    public void Screen_GoogleApiKey_IsMedium() =>
        Assert.Equal(ScreeningSeverity.Medium, Assert.Single(Screen("a", "AI" + "za" + Draw(Url, 35))).Severity);

    [Fact]
    public void Screen_TokenUnderATellingName_IsSaidOnce()
    {
        var token = "ghp" + "_" + Draw(Base62, 36);

        Assert.Equal("github-token", Assert.Single(Screen("a.py", $"github_token = \"{token}\"\n")).Rule);
        Assert.Equal("github-token", Assert.Single(Screen("a.py", $"https://x:{token}@github.com/a/b\n")).Rule);
    }

    // Much of a program are zeros, and some of its bytes before them are the beginning of some token or other.
    [Fact]
    public void Screen_ProgramsInBase64_HoldNoTokens()
    {
        foreach (var program in (string[])[typeof(TokenRuleTests).Assembly.Location, typeof(ScreeningRule).Assembly.Location, typeof(object).Assembly.Location])
        {
            Assert.Equal([], Screen("a.sh", $"x=\"{Convert.ToBase64String(File.ReadAllBytes(program))}\"\n").Where(finding => finding.Severity == ScreeningSeverity.High).Select(finding => finding.Message));
        }
    }
}
