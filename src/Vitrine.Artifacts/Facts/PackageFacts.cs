using System.Collections.Immutable;
using System.Text;
using System.Xml;

namespace Vitrine.Artifacts;

/// <summary>
/// What a member that describes its package says: a Debian <c>control</c>, a <c>.nuspec</c>, a jar's manifest, and the signatures of packages and jars.
/// As with <see cref="BinaryFacts"/>, authors are what the package says and signers what certificates say; neither is verified.
/// </summary>
/// <param name="Details">Each field as it stands.</param>
/// <param name="Authors">Those that name who made it.</param>
/// <param name="Signers">Who signed.</param>
public sealed record PackageFacts(ImmutableArray<FactText> Details, ImmutableArray<FactText> Authors, ImmutableArray<ArtifactSigner> Signers)
{
    private const int Largest = 1 << 20;
    private const int LongestValue = 4096;

    private static readonly HashSet<string> _authorKeys = new(StringComparer.OrdinalIgnoreCase)
    {
        "Maintainer", "Original-Maintainer", "authors", "owners", "copyright", "Implementation-Vendor", "Bundle-Vendor", "Specification-Vendor",
    };

    private static readonly HashSet<string> _nuspecKeys = new(StringComparer.Ordinal)
    {
        "id", "version", "title", "authors", "owners", "copyright", "projectUrl", "repository", "license",
    };

    /// <summary>Reads a member as what its place in its package says that it is; null where it describes no package.</summary>
    /// <param name="container">The member that holds it; null for the opened file itself.</param>
    /// <param name="member">The member.</param>
    /// <param name="content">Its bytes.</param>
    /// <exception cref="ArtifactFormatException">It describes a package, and is not well formed or too large.</exception>
    public static PackageFacts? Read(Member? container, Member member, ByteSource content)
    {
        ArgumentNullException.ThrowIfNull(member);
        ArgumentNullException.ThrowIfNull(content);
        Func<byte[], PackageFacts>? read = container?.Format switch
        {
            ArtifactFormat.Xz or ArtifactFormat.Gzip or ArtifactFormat.Tar
                when member.Name is "./control" or "control" && container.Name.StartsWith("control.tar", StringComparison.Ordinal) => ReadFields,
            ArtifactFormat.Jar when member.Name == "META-INF/MANIFEST.MF" => ReadFields,
            ArtifactFormat.Jar when IsJarSignature(member.Name) => ReadSigners,
            ArtifactFormat.Nupkg when member.Name == ".signature.p7s" => ReadSigners,
            ArtifactFormat.Nupkg when !member.Name.Contains('/') && member.Name.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase) => ReadNuspec,
            _ => null,
        };
        if (read is null)
        {
            return null;
        }

        return content.Length <= Largest
            ? read(content.ReadArray(0, (int)content.Length))
            : throw Fault(ArtifactFault.LimitExceeded, $"it has {content.Length} bytes; {Largest} are allowed");
    }

    private static bool IsJarSignature(string name) =>
        name.StartsWith("META-INF/", StringComparison.OrdinalIgnoreCase) && name.LastIndexOf('/') == 8
        && Path.GetExtension(name).ToUpperInvariant() is ".RSA" or ".DSA" or ".EC";

    private static PackageFacts ReadSigners(byte[] bytes) => new([], [], ArtifactSigner.ReadCms(bytes));

    /// <summary>Lines of <c>Key: value</c>; one that begins with a blank continues the one before (deb822, jar manifests).</summary>
    private static PackageFacts ReadFields(byte[] bytes)
    {
        var details = ImmutableArray.CreateBuilder<FactText>();
        long offset = 0;
        foreach (var line in Encoding.Latin1.GetString(bytes).Split('\n'))
        {
            var text = Printable.Decode(Encoding.Latin1.GetBytes(line.TrimEnd('\r')));
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (text.StartsWith(' ') && details.Count > 0)
            {
                var last = details[^1];
                details[^1] = last with { Value = Bounded($"{last.Value}{(last.Key == "Description" ? "\n" : "")}{text[1..]}") };
            }
            else if (colon > 0)
            {
                details.Add(new FactText(text[..colon], Bounded(text[(colon + 1)..].Trim()), offset));
            }

            offset += line.Length + 1;
        }

        return Of(details.ToImmutable());
    }

    private static PackageFacts ReadNuspec(byte[] bytes)
    {
        const int Deepest = 16;
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = Largest, IgnoreComments = true,
        };
        var details = ImmutableArray.CreateBuilder<FactText>();
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(bytes), settings);
            string? key = null;
            while (reader.Read())
            {
                if (reader.Depth > Deepest)
                {
                    throw Fault(ArtifactFault.LimitExceeded, "its elements are nested too deeply");
                }

                key = reader.NodeType == XmlNodeType.Element && reader.Depth == 2 ? reader.LocalName : reader.Depth < 2 ? null : key;
                if (reader is { NodeType: XmlNodeType.Element, Depth: 2, LocalName: "repository" } && reader.GetAttribute("url") is { } url)
                {
                    details.Add(new FactText("repository", Bounded(url), -1));
                }
                else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && key is not null && _nuspecKeys.Contains(key))
                {
                    details.Add(new FactText(key, Bounded(reader.Value.Trim()), -1));
                }
            }
        }
        catch (XmlException fault)
        {
            throw Fault(ArtifactFault.Malformed, fault.Message);
        }

        return Of(details.ToImmutable());
    }

    private static PackageFacts Of(ImmutableArray<FactText> details) => new(details, [.. details.Where(d => _authorKeys.Contains(d.Key))], []);

    private static string Bounded(string text) => text.Length <= LongestValue ? text : text[..LongestValue];

    private static ArtifactFormatException Fault(ArtifactFault fault, string message) => new("package", fault, -1, Printable.Shorten(message));
}
