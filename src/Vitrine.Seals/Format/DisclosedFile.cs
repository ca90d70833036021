using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>One file of a seal with what proves it, so that it can be checked against the root without the rest.</summary>
/// <remarks>JSON form: docs/formats/seal.md, "Disclosure". It reveals the file's salt, and how many files the seal has; nothing else of them.</remarks>
public sealed record DisclosedFile(string Path, SealedMode Mode, long Size, Digest Digest, FileSalt Salt, InclusionProof Proof)
{
    /// <summary>The longest JSON form that is read: a path of 65,535 bytes, each written as an escape, and 64 hashes.</summary>
    public const int MaxJsonSize = 512 * 1024;

    private const string FormatName = "vitrine-disclosed-file-v1";

    private static readonly string[] Members = ["format", "path", "mode", "size", "sha256", "salt", "index", "files", "proof"];

    /// <summary>Whether a file of this path, mode, size and digest is in the seal.</summary>
    public bool Verify(SealRoot root) => Proof.Verify(SealTree.LeafHash(Path, Mode, Size, Digest, Salt), root.Value);

    /// <summary>The same, and that <paramref name="content"/> is the file's.</summary>
    public bool Verify(SealRoot root, ReadOnlySpan<byte> content) => content.Length == Size && Digest.Of(content) == Digest && Verify(root);

    /// <summary>Whether a content, read to its end, is the file's.</summary>
    public bool IsContent(Stream content)
    {
        ArgumentNullException.ThrowIfNull(content);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (buffer, length) = (new byte[1 << 16], 0L);
        for (int read; (read = content.Read(buffer)) > 0; length += read)
        {
            hash.AppendData(buffer, 0, read);
        }

        return length == Size && Digest.FromBytes(hash.GetHashAndReset()) == Digest;
    }

    /// <summary>Reads the JSON form; unknown, missing and doubled members are refused.</summary>
    /// <exception cref="SealFormatException">It is anything else.</exception>
    public static DisclosedFile Parse(ReadOnlySpan<byte> utf8Json)
    {
        if (utf8Json.Length > MaxJsonSize)
        {
            throw new SealFormatException($"A disclosed file's proof has at most {MaxJsonSize} bytes.");
        }

        try
        {
            using var document = JsonDocument.Parse(utf8Json.ToArray(), new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 4 });
            return Read(document.RootElement);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or FormatException)
        {
            throw new SealFormatException($"The proof of a disclosed file is malformed: {malformed.Message}", malformed);
        }
    }

    /// <summary>The JSON form, UTF-8.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("format", FormatName);
            writer.WriteString("path", Path);
            writer.WriteString("mode", Mode.Octal());
            writer.WriteNumber("size", Size);
            writer.WriteString("sha256", Digest.ToHex());
            writer.WriteString("salt", Salt.ToString());
            writer.WriteNumber("index", Proof.Index.Value);
            writer.WriteNumber("files", Proof.Size.Value);
            writer.WriteStartArray("proof");
            foreach (var hash in Proof.Path)
            {
                writer.WriteStringValue(hash.ToHex());
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static DisclosedFile Read(JsonElement json)
    {
        var unknown = json.EnumerateObject().Select(member => member.Name).Except(Members).FirstOrDefault();
        if (unknown is not null || json.GetPropertyCount() != Members.Length)
        {
            throw new SealFormatException(unknown is null ? "The proof of a disclosed file lacks a member." : $"The proof of a disclosed file has no member {unknown}.");
        }

        if (Text(json, "format") != FormatName)
        {
            throw new SealFormatException($"The proof of a disclosed file is not of the format {FormatName}.");
        }

        var proof = json.GetProperty("proof");
        if (proof.GetArrayLength() > InclusionProof.MaxLength)
        {
            throw new SealFormatException($"An inclusion proof has at most {InclusionProof.MaxLength} hashes.");
        }

        var path = Text(json, "path");
        if (!SealPath.IsInATree(SealPath.Bytes(path)))
        {
            throw new SealFormatException("The path is one that no tree holds: a name in it is empty, '.' or '..', or has a zero byte.");
        }

        return new DisclosedFile(
            path,
            SealedModes.TryParse(Encoding.UTF8.GetBytes(Text(json, "mode")), out var mode) ? mode : throw new SealFormatException("The mode is none of a seal's."),
            json.GetProperty("size").GetUInt64() is <= long.MaxValue and var size ? (long)size : throw new SealFormatException("A size is below 2⁶³."),
            Digest.ParseHex(Text(json, "sha256")),
            new FileSalt(Digest.ParseHex(Text(json, "salt"))),
            new InclusionProof(
                new LogIndex(json.GetProperty("index").GetUInt64()),
                new TreeSize(json.GetProperty("files").GetUInt64()),
                [.. proof.EnumerateArray().Select(hash => Digest.ParseHex(hash.GetString() ?? ""))]));
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? throw new SealFormatException($"The member {name} is not a text.");
}

/// <summary>Bytes that should be one of the seals' formats are not.</summary>
public sealed class SealFormatException : Exception
{
    public SealFormatException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
