using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Vitrine.Seals.Tests;

/// <summary>Held against Python's normalisation, over what Unicode 14.0 assigns.</summary>
public sealed class CanonicalFormTests
{
    [Fact]
    public async Task Of_EveryCharacterAndManyTexts_IsWhatPythonSays()
    {
        var unassigned = UnicodeTable.Valued("gc", "cn")!;
        var characters = Enumerable.Range(0, 0x110000).Where(point => Rune.IsValid(point) && !unassigned.Contains(point)).Select(point => new Rune(point)).ToList();
        var marks = characters.Where(rune => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark).ToList();
        var random = new Random(7);
        Rune[][] texts =
        [
            .. characters.Where(rune => rune.Value is not '\n').Select(rune => (Rune[])[rune]),
            .. Enumerable.Range(0, 20_000).Select(_ => (Rune[])[characters[random.Next(characters.Count)], .. random.GetItems(marks.ToArray(), random.Next(1, 7))]),
            .. Enumerable.Range(0, 20_000).Select(_ => (Rune[])[.. random.GetItems(marks.ToArray(), 2), new Rune(0xAC00 + random.Next(11_172)), characters[random.Next(0xC0, 0x600)]]),
        ];
        var lines = texts.Where(text => !text.Contains(new Rune('\n'))).Select(text => string.Concat(text)).ToList();

        var python = await NormalisedAsync(lines);

        Assert.True(lines.Count > 300_000);
        for (var i = 0; i < lines.Count; i++)
        {
            Assert.True(python[i] == CanonicalForm.Of(lines[i]), string.Join(' ', lines[i].EnumerateRunes().Select(rune => $"U+{rune.Value:X4}")));
        }
    }

    [Fact]
    public void Of_Ascii_IsTheTextItself()
    {
        const string text = "src/main.c";
        Assert.Same(text, CanonicalForm.Of(text));
    }

    private static async Task<string[]> NormalisedAsync(IReadOnlyList<string> lines)
    {
        const string program = "import sys,unicodedata; [sys.stdout.buffer.write(unicodedata.normalize('NFD', line.decode()).encode()) for line in sys.stdin.buffer]";
        using var process = Process.Start(new ProcessStartInfo("python3", ["-B", "-c", program]) { RedirectStandardInput = true, RedirectStandardOutput = true, StandardOutputEncoding = new UTF8Encoding(false) })!;
        var output = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return (await output).Split('\n');
    }
}
