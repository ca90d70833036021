using System.Collections.Immutable;

namespace Vitrine.Artifacts;

/// <summary>A member as rules look at it: its facts, its lines and its texts are read once, when the first rule asks.</summary>
internal sealed class LookedAt
{
    private const int LargestText = 4 << 20;
    private const int LargestScanned = 256 << 20;
    private const int LeastText = 6;
    private const int MostTexts = 1_000_000;

    private static readonly string[] _documentation = ["usr/share/doc/", "usr/share/man/", "usr/share/info/", "usr/share/locale/", "usr/share/lintian/"];

    private static readonly string[] _texts =
        ["md5sums", "copyright", "copying", "licen", "notice", "third-party", "thirdparty", "readme", "changelog", "changes", "news", "authors", "history"];

    private readonly ByteSource _source;
    private readonly Lazy<BinaryFacts?> _facts;
    private readonly Lazy<ImmutableArray<TextLine>> _lines;
    private readonly Lazy<IReadOnlyList<FoundString>> _found;

    public LookedAt(Member member, ByteSource source, CancellationToken cancellation)
    {
        Member = member;
        Cancellation = cancellation;
        _source = source;
        Name = PlainName(member.Name);
        IsDocumentation = _documentation.Any(folder => member.Path.Contains("!" + folder, StringComparison.Ordinal))
            || Path.GetExtension(Name) is ".md" or ".p7s" or ".nuspec" || IsJarSignature(Name)
            || Array.Exists(_texts, start => Path.GetFileName(Name).StartsWith(start, StringComparison.OrdinalIgnoreCase));
        _facts = new Lazy<BinaryFacts?>(() => member.Format.IsImage() ? BinaryFacts.TryRead(source, cancellation) : null);
        _lines = new Lazy<ImmutableArray<TextLine>>(ReadLines);
        _found = new Lazy<IReadOnlyList<FoundString>>(FindTexts);
    }

    public Member Member { get; }

    /// <summary>Its name in its container, without <c>./</c> and leading slashes.</summary>
    public string Name { get; }

    public CancellationToken Cancellation { get; }

    /// <summary>Whether it is documentation, a licence, a signature or a package's description, where names of functions and hosts mean nothing.</summary>
    public bool IsDocumentation { get; }

    /// <summary>Facts, for an image that can be read.</summary>
    public BinaryFacts? Facts => _facts.Value;

    /// <summary>Lines, for text of up to 4 MiB; none for anything else.</summary>
    public ImmutableArray<TextLine> Lines => _lines.Value;

    /// <summary>Texts within an image or other data that holds no members; not those of a signature behind an image.</summary>
    public IReadOnlyList<FoundString> Texts => _found.Value;

    /// <summary>Whether it is a script by its first line, its name, or its place in a Debian package.</summary>
    public bool IsScript => Member.Format == ArtifactFormat.Script
        || Path.GetExtension(Name) is ".sh" or ".py" or ".pl" or ".ps1" or ".psm1" or ".bat" or ".cmd" or ".js" or ".mjs" or ".cjs" or ".vbs" or ".rb"
        || Name is "postinst" or "preinst" or "postrm" or "prerm" or "config";

    private static bool IsJarSignature(string name) =>
        name.StartsWith("META-INF/", StringComparison.Ordinal) && Path.GetExtension(name) is ".RSA" or ".DSA" or ".EC";

    private static string PlainName(string name)
    {
        var plain = name.Replace('\\', '/').TrimStart('/');
        return plain.StartsWith("./", StringComparison.Ordinal) ? plain[2..].TrimStart('/') : plain;
    }

    private ImmutableArray<TextLine> ReadLines()
    {
        if (Member.Format is not (ArtifactFormat.Data or ArtifactFormat.Script) || !Member.HasContent || Member.Size is 0 or > LargestText)
        {
            return [];
        }

        var bytes = _source.ReadArray(0, (int)_source.Length);
        if (bytes.AsSpan().Contains((byte)0))
        {
            return [];
        }

        var lines = ImmutableArray.CreateBuilder<TextLine>();
        for (var at = 0; at < bytes.Length;)
        {
            var end = bytes.AsSpan(at).IndexOf((byte)'\n');
            end = end < 0 ? bytes.Length : at + end;
            lines.Add(new TextLine(at, Printable.Decode(bytes.AsSpan(at, Math.Min(end - at, BinaryStrings.Longest))).TrimEnd('\r')));
            at = end + 1;
        }

        return lines.ToImmutable();
    }

    private List<FoundString> FindTexts()
    {
        var texts = new List<FoundString>();
        if (Member.HasContent && !Member.Format.IsOpened() && !Member.Format.IsClosed() && Member.Size <= LargestScanned)
        {
            var end = Facts is { SignatureOffset: >= 0 and var signature } ? Math.Min(signature, _source.Length) : _source.Length;
            BinaryStrings.Find(_source.Slice(0, end), LeastText, MostTexts, texts.Add, Cancellation);
        }

        return texts;
    }
}

/// <summary>A line of text.</summary>
/// <param name="Offset">Of its first byte.</param>
/// <param name="Text">The line without its end, at most 4,096 bytes of it.</param>
internal readonly record struct TextLine(long Offset, string Text);
