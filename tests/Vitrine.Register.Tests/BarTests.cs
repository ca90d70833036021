using System.Text;

namespace Vitrine.Register.Tests;

public sealed class BarTests
{
    [Theory]
    [InlineData("ofice any", 6, 1, "\"ofice\" is no rule of a bar.", "office")]
    [InlineData("office anny", 6, 8, "\"anny\" is none of: none or any.", "any")]
    [InlineData("office any lokback 2y", 6, 12, "\"lokback\" says nothing here.", "lookback")]
    [InlineData("office any lookback 2", 6, 21, "\"2\" is no time", null)]
    [InlineData("office any lookback 51y", 6, 21, "at most 50y", null)]
    [InlineData("office any lookback", 6, 20, "\"office\" needs a time", null)]
    [InlineData("office any lookback 2y more", 6, 24, "one word too many", null)]
    [InlineData("office", 6, 7, "\"office\" needs none or any", null)]
    [InlineData("office any\r", 6, 11, "carriage return", null)]
    [InlineData("office \u202eany", 6, 1, "direction", null)]
    public void Parse_ALineThatIsWrong_SaysWhereAndWhatWasMeant(string line, int number, int column, string what, string? hint)
    {
        var text = TieScene.Strict.Replace("office any lookback 2y", line, StringComparison.Ordinal);
        var fault = Assert.Throws<BarFormatException>(() => Bar.Parse(Encoding.UTF8.GetBytes(text)));

        Assert.Equal((number, column, hint), (fault.Line, fault.Column, fault.Hint));
        Assert.Contains(what, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shared-owner 0%", "no share")]
    [InlineData("shared-owner 101%", "no share")]
    [InlineData("shared-owner 20", "no share")]
    [InlineData("steps 0", "no number")]
    [InlineData("steps 33", "no number")]
    [InlineData("grade G", "no grade")]
    [InlineData("undated maybe", "none of")]
    [InlineData("owners-known -1%", "no share")]
    [InlineData("founding any", "none of")]
    [InlineData("ownership none", "for nothing")]
    public void Parse_AValueThatIsNone_IsRefused(string line, string what)
    {
        var rule = line.Split(' ')[0];
        var lines = TieScene.Strict.Split('\n').ToList();
        if (rule == "ownership")
        {
            lines.Add(line);
        }
        else
        {
            lines[lines.FindIndex(one => one.StartsWith(rule, StringComparison.Ordinal))] = line;
        }

        Assert.Contains(what, Assert.Throws<BarFormatException>(() => Bar.Parse(Encoding.UTF8.GetBytes(string.Join('\n', lines)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_ARuleLeftOutOrTwice_IsRefused()
    {
        foreach (var line in TieScene.Strict.Split('\n').Where(line => !line.StartsWith("ownership", StringComparison.Ordinal)))
        {
            var rule = line.Split(' ')[0];
            var without = string.Join('\n', TieScene.Strict.Split('\n').Where(other => other != line));
            Assert.Contains($"no \"{rule}\" line; write: {rule}", Assert.Throws<BarFormatException>(() => Bar.Parse(Encoding.UTF8.GetBytes(without))).Message, StringComparison.Ordinal);
            Assert.Contains("this is the second", Assert.Throws<BarFormatException>(() => Bar.Parse(Encoding.UTF8.GetBytes($"{TieScene.Strict}\n{line}"))).Message, StringComparison.Ordinal);
        }

        Assert.Contains("allowed", Assert.Throws<BarFormatException>(() => Bar.Parse(new byte[Bar.MaxBytes + 1])).Message, StringComparison.Ordinal);
        Assert.Contains("UTF-8", Assert.Throws<BarFormatException>(() => Bar.Parse([0xff])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_TheBarsThatComeWithTheProduct_AreRead()
    {
        var folder = Path.Combine(Root(), "recipes", "bars");
        var bars = Directory.GetFiles(folder, "*.bar").Select(file => Bar.Parse(File.ReadAllBytes(file))).ToList();

        Assert.Equal(["In-house with safeguards (type C)", "Ownership, control or influence", "Third party (type A)"], bars.Select(bar => bar.Name).Order(StringComparer.Ordinal));
        Assert.All(bars, bar => Assert.Equal(Enum.GetValues<BarTopic>().Length, bar.Rules.Count));
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Vitrine.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
