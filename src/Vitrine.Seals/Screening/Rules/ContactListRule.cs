using System.Buffers;

namespace Vitrine.Seals;

/// <summary>Tables of people: many e-mail addresses in a file of data.</summary>
internal sealed class ContactListRule : ScreeningRule
{
    private const int Least = 20;
    private const int Most = 4 << 20;

    private static readonly SearchValues<byte> Local = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._%+-"u8);

    public override string Id => "contact-list";

    public override string Title => "List of people";

    public override ScreeningSeverity Severity => ScreeningSeverity.High;

    public override string Description =>
        "A file of data with at least 20 different e-mail addresses, one in five lines or more. High from 100 on, else medium; low in tests. The first 4 MiB of a file are looked at.";

    public override string FalsePositives => "Lists of authors and maintainers, which are meant to be read: documents are left out, and so are reserved domains such as example.com.";

    internal override void Scan(ScreenedFile file, Hits hits)
    {
        if (!file.Is(FileRole.Data) || file.Is(FileRole.Build) || (file.Is(FileRole.Document) && file.Extension != "txt") || IsAuthors(file.Path))
        {
            return;
        }

        var text = file.Text[..Math.Min(file.Text.Length, Most)];
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var first = -1;
        for (var at = text.IndexOf((byte)'@'); at >= 0;)
        {
            var before = Alphabet.RunBefore(text[..at], Local, 64);
            var domain = text.Slice(at + 1, Alphabet.Run(text[(at + 1)..], Alphabet.Dotted, 120)).TrimEnd(".-"u8);
            if (before > 0 && domain.IndexOf((byte)'.') > 0 && char.IsAsciiLetter((char)domain[^1]) && domain.IndexOf("example"u8) < 0 && !domain.EndsWith(".test"u8) && !domain.EndsWith(".invalid"u8))
            {
                first = first < 0 ? at - before : first;
                known.Add(System.Text.Encoding.ASCII.GetString(text[(at - before)..(at + 1 + domain.Length)]));
            }

            var next = text[(at + 1)..].IndexOf((byte)'@');
            at = next < 0 ? -1 : at + 1 + next;
        }

        if (known.Count >= Least && known.Count * 5 >= text.Count((byte)'\n'))
        {
            hits.Add(
                this, first, 1, file.Is(FileRole.Test) ? ScreeningSeverity.Low : known.Count >= 100 ? ScreeningSeverity.High : ScreeningSeverity.Medium,
                $"The file lists {known.Count:N0} different e-mail addresses.");
        }
    }

    private static bool IsAuthors(string path)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(path);
        return FileRoles.Of(name).HasFlag(FileRole.Document) || name.Contains("mailmap", StringComparison.OrdinalIgnoreCase) || name.Contains("owners", StringComparison.OrdinalIgnoreCase);
    }
}
