using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vitrine.Seals;

/// <summary>What is known of a seal without its list of files.</summary>
public sealed record SealAbout
{
    /// <summary>Its identity.</summary>
    public required SealRoot Root { get; init; }

    /// <summary>When it was made, to the second, UTC.</summary>
    public required DateTimeOffset Made { get; init; }

    /// <summary>The key domain its salts come from.</summary>
    public required DomainId Domain { get; init; }

    /// <summary>Files, links and submodules.</summary>
    public required int Files { get; init; }

    /// <summary>Bytes of content.</summary>
    public required long Bytes { get; init; }

    /// <summary>Lines of text.</summary>
    public required long Lines { get; init; }

    /// <summary>What was sealed.</summary>
    public required SourceDescription Source { get; init; }

    /// <summary>The product's name, if the maker gave one.</summary>
    public string? Product { get; init; }

    /// <summary>The product's version, if the maker gave one.</summary>
    public string? Version { get; init; }

    /// <summary>The problems that were accepted when it was made.</summary>
    public IReadOnlyList<SealProblem> Accepted { get; init; } = [];

    /// <summary>What was left out or changed on the way in.</summary>
    public IReadOnlyList<SealNote> Notes { get; init; } = [];

    internal byte[] Encode() => JsonSerializer.SerializeToUtf8Bytes(
        new SealAboutDocument
        {
            Root = Root.ToString(),
            Made = Made,
            Domain = Domain.Value,
            Files = Files,
            Bytes = Bytes,
            Lines = Lines,
            Source = Source,
            Product = Product,
            Version = Version,
            Accepted = Accepted,
            Notes = Notes,
        },
        SealAboutJson.Default.SealAboutDocument);

    /// <summary>Reads what <see cref="Encode"/> wrote, or null.</summary>
    internal static SealAbout? TryDecode(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, SealAboutJson.Default.SealAboutDocument) is { } read && SealRoot.TryParse(read.Root, out var root)
                ? new SealAbout
                {
                    Root = root,
                    Made = read.Made,
                    Domain = new DomainId(read.Domain),
                    Files = read.Files,
                    Bytes = read.Bytes,
                    Lines = read.Lines,
                    Source = read.Source,
                    Product = read.Product,
                    Version = read.Version,
                    Accepted = read.Accepted,
                    Notes = read.Notes,
                }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The JSON shape of <c>about</c>.</summary>
internal sealed record SealAboutDocument
{
    public required string Root { get; init; }

    public required DateTimeOffset Made { get; init; }

    public required ulong Domain { get; init; }

    public required int Files { get; init; }

    public required long Bytes { get; init; }

    public required long Lines { get; init; }

    public required SourceDescription Source { get; init; }

    public string? Product { get; init; }

    public string? Version { get; init; }

    public required IReadOnlyList<SealProblem> Accepted { get; init; }

    public required IReadOnlyList<SealNote> Notes { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SealAboutDocument))]
internal sealed partial class SealAboutJson : JsonSerializerContext;
