using static Vitrine.Seals.Tests.Planted;

namespace Vitrine.Seals.Tests;

public sealed class ServiceKeyRuleTests
{
    [Fact]
    public void Screen_AwsIdWithItsSecret_IsHighAndAloneMedium()
    {
        var id = "AK" + "IA" + Draw(Upper + "234567", 16);
        var secret = Draw(Base64, 40);

        var both = Assert.Single(Screen("a", $"[default]\naws_access_key_id = {id}\naws_secret = {secret}\n"));
        var before = Assert.Single(Screen("a", $"{secret}\n{id}"));
        var alone = Assert.Single(Screen("a", $"id: {id}\ncommit: {Draw(Hex, 40)}\n"));

        Assert.All([both, before, alone], finding => Assert.Equal("aws-access-key", finding.Rule));
        Assert.Equal((ScreeningSeverity.High, ScreeningSeverity.High, ScreeningSeverity.Medium), (both.Severity, before.Severity, alone.Severity));
        Assert.DoesNotContain(secret[..8], both.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(id[4..], both.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Screen_AwsSampleOrLongerWord_IsNoFinding()
    {
        Assert.Empty(Screen("a", "AK" + "IA" + "IOSFODNN7EXAMPLE"));
        Assert.Empty(Screen("a", "AK" + "IA" + Draw(Upper, 17)));
        Assert.Empty(Screen("a", "AK" + "IA" + Draw(Upper, 16) + "a"));
        Assert.Empty(Screen("a", "X" + "AK" + "IA" + Draw(Upper, 16)));
    }

    [Fact]
    public void Screen_AzureConnectionString_IsFoundAndTheEmulatorsIsNot()
    {
        var key = Draw(Base64, 86) + "==";

        var storage = Assert.Single(Screen("a.json", $"\"DefaultEndpointsProtocol=https;AccountName=a;Account" + $"Key={key};EndpointSuffix=core.windows.net\""));
        var bus = Assert.Single(Screen("a", $"Endpoint=sb://a/;SharedAccess" + $"Key={Draw(Base64, 43)}="));

        Assert.Equal(("azure-key", ScreeningSeverity.High), (storage.Rule, storage.Severity));
        Assert.Equal(("azure-key", ScreeningSeverity.High), (bus.Rule, bus.Severity));
        Assert.DoesNotContain(key[8..], storage.Message, StringComparison.Ordinal);
        Assert.Empty(Screen("a", "Account" + "Key=Eby8vdM02xNOcqFl" + Draw(Base64, 66) + "=="));
        Assert.Empty(Screen("a", "Account" + "Key=" + Draw(Base64, 20)));
    }

    [Fact]
    public void Screen_AzureClientSecretAndSignedAddress_AreFound()
    {
        var secret = Draw(Base62, 3) + "8" + "Q~" + Draw(Base62, 34);
        var address = $"https://a.blob.core.windows.net/c?sv=2022-11-02&se=2026-01-01&sr=b&sig={Draw(Base62, 43)}%3D";

        Assert.Equal(("azure-key", ScreeningSeverity.High), Screen("a", $"x \"{secret}\"").Select(finding => (finding.Rule, finding.Severity)).Single());
        Assert.Equal(("azure-key", ScreeningSeverity.Medium), Screen("a", address).Select(finding => (finding.Rule, finding.Severity)).Single());
        Assert.Empty(Screen("a", address.Replace("sv=", "v=", StringComparison.Ordinal)));
        Assert.Empty(Screen("a", "x 8" + "Q~ y"));
    }

    [Fact]
    public void Screen_TwilioKeyAndAccountWithToken_AreFoundAndAnAccountAloneIsNot()
    {
        var account = "A" + "C" + Draw(Hex, 32);

        Assert.Equal(("twilio-key", ScreeningSeverity.Medium), Screen("a", "S" + "K" + Draw(Hex, 32)).Select(finding => (finding.Rule, finding.Severity)).Single());
        Assert.Equal(("twilio-key", ScreeningSeverity.High), Screen("a", $"Client('{account}', '{Draw(Hex, 32, 5)}')").Select(finding => (finding.Rule, finding.Severity)).Single());
        Assert.Empty(Screen("a", $"Client('{account}', token)"));
        Assert.Empty(Screen("a", "S" + "K" + Draw(Hex, 33)));
    }

    [Fact]
    public void Screen_KeysWithInnerStructure_NeedIt()
    {
        Assert.Equal("sendgrid-key", Assert.Single(Screen("a", "S" + "G." + Draw(Url, 22) + "." + Draw(Url, 43))).Rule);
        Assert.Empty(Screen("a", "S" + "G." + Draw(Url, 66)));
        Assert.Equal("openai-key", Assert.Single(Screen("a", "sk" + "-proj-" + Draw(Url, 74) + "T3Blbk" + "FJ" + Draw(Url, 74))).Rule);
        Assert.Empty(Screen("a", "sk" + "-" + Draw(Url, 60)));
        Assert.Equal("mail-key", Assert.Single(Screen("a", "ke" + "y-" + Draw(Hex, 32))).Rule);
        Assert.Equal("mail-key", Assert.Single(Screen("a", Draw(Hex, 32) + "-u" + "s12")).Rule);
        Assert.Empty(Screen("a", Draw(Hex, 32) + "-u" + "ser"));
        Assert.Empty(Screen("a", Draw(Hex, 31) + "-u" + "s12"));
    }

    [Fact]
    public void Screen_BotTokens_AreFound()
    {
        var telegram = "1234098765:A" + "A" + Draw(Url, 33);
        var discord = Convert.ToBase64String("123456789012345678"u8) + "." + Draw(Url, 6) + "." + Draw(Url, 38);

        Assert.Equal("telegram-token", Assert.Single(Screen("a", $"'{telegram}'")).Rule);
        Assert.Equal("telegram-token", Assert.Single(Screen("a", $"https://api.telegram.org/bot{telegram}/getMe")).Rule);
        Assert.Equal("discord-token", Assert.Single(Screen("a", $"'{discord}'")).Rule);
        Assert.Empty(Screen("a", "110201543:A" + "A" + Draw(Url, 33)));
        Assert.Empty(Screen("a", "x" + telegram));
        Assert.Empty(Screen("a", discord[..^30]));
    }

    [Fact]
    public void Screen_SignedToken_IsLowAndAnUnsignedOneIsNone()
    {
        static string Part(string json) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(json)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var unsigned = Part("""{"alg":"HS256","typ":"JWT"}""") + "." + Part("""{"sub":"1234","name":"J. D."}""") + ".";

        Assert.Equal(("json-web-token", ScreeningSeverity.Low), Screen("a", $"'{unsigned}{Draw(Url, 43)}'").Select(finding => (finding.Rule, finding.Severity)).Single());
        Assert.Empty(Screen("a", $"'{unsigned}'"));
        Assert.Empty(Screen("a", $"'{Part("""{"a":"bbbbbbbbbb"}""")}.{Part("""{"b":1}""")}.{Draw(Url, 43)}'"));
    }

    [Fact]
    public void Screen_Webhooks_AreFoundAndSamplesAreNot()
    {
        var slack = "https://hooks.slack.com/services/T" + Draw(Upper + Digits, 10) + "/B" + Draw(Upper + Digits, 10) + "/" + Draw(Base62, 24);
        var discord = "https://discord.com/api/webhooks/123409876512340987/" + Draw(Url, 68);

        Assert.All([slack, discord], address => Assert.Equal(("webhook", ScreeningSeverity.Medium), Screen("a", address).Select(finding => (finding.Rule, finding.Severity)).Single()));
        Assert.DoesNotContain(slack[^24..], Screen("a", slack)[0].Message, StringComparison.Ordinal);
        Assert.Empty(Screen("a", "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX"));
        Assert.Empty(Screen("a", "https://discord.com/api/webhooks/"));
    }
}
