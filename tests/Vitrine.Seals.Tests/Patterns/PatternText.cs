using System.Text;

namespace Vitrine.Seals.Tests;

/// <summary>Texts that patterns are tried on: scripts, words, edges, bytes that are not UTF-8.</summary>
internal static class PatternText
{
    private static readonly string[] Parts =
    [
        "a", "b", "c", "ab", "x", "xx", "xyz", "foo", "foobar", "bar", "Foo", "FOO", "kernel", "KERNEL", "Kernel", "\u212Aernel", "task", "ta\u017Fk", "TASK", "sum", "static int", "return -ENOMEM;", "kfree_skb(skb);",
        "0x1F", "1234", "٣٤", "a_b", "_x", "if (a == b) {", "}", "\"quoted\"", "/* c */", "#include <linux/x.h>", "é", "É", "naïve", "NAÏVE", "Straße", "STRASSE", "ẞ", "σ", "Σ", "ς", "µ", "μ", "θ", "ϴ", "ꙋ", "Ꙋ", "ᲈ",
        "𐐀", "𐐨", "日本", "ひらがな", "मनीष", "кот", "КОТ", "ǆ", "ǅ", "İ", "ı", "e\u0301", "😀", "\u200D", "\uFEFF", "\u0378", "\uE000", " ", "  ", "\t", "\r", "\0", "\a", "\f", "\v", "\x7F", ".", "*+?", "()[]", "{}^$", "|\\", "#&-~", ",", ";", ";;", "a|b", "->", "[x]", "a.b",
    ];

    private static readonly byte[][] Bytes = [[0xFF], [0xC3], [0xE2, 0x84], [0x80], [0xF0, 0x90, 0x90], [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xF5], [0xE2, 0x84, 0xAA, 0xAA], [0xC3, 0x41]];

    /// <summary>Lines in a random order that is the same for the same seed.</summary>
    public static byte[] Make(int seed, int lines)
    {
        var random = new Random(seed);
        var text = new MemoryStream();
        foreach (var part in seed == 0 ? Parts : [])
        {
            text.Write(Encoding.UTF8.GetBytes(part + "\n"));
        }

        for (var line = 0; line < lines; line++)
        {
            for (var count = random.Next(random.Next(5) == 0 ? 40 : 6); count > 0; count--)
            {
                text.Write(random.Next(12) == 0 ? Bytes[random.Next(Bytes.Length)] : Encoding.UTF8.GetBytes(Parts[random.Next(Parts.Length)]));
                text.Write(random.Next(3) == 0 ? " "u8 : []);
            }

            text.Write(random.Next(10) == 0 ? "\r\n"u8 : "\n"u8);
        }

        text.Write(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("long line ", 300)) + "kernel foo;\n"));
        text.Write("the end foo"u8);
        return text.ToArray();
    }
}
