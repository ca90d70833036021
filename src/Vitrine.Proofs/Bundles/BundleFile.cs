using System.Buffers;
using System.Collections.Immutable;

namespace Vitrine.Proofs;

/// <summary>The file that travels with an artifact: one bundle a line; nothing in it is verified.</summary>
/// <remarks>
/// JSON Lines of <see cref="SigstoreBundle"/>: each line ends in one line feed, the last too; no empty line, no carriage return; no
/// statement twice. Bounds: <see cref="MaxBytes"/>, <see cref="MaxLines"/>. Docs: docs/formats/bundle.md.
/// </remarks>
public static class BundleFile
{
    /// <summary>What the name of an artifact's bundle adds to the artifact's.</summary>
    public const string Extension = ".sigstore.jsonl";

    /// <summary>Bytes in a file, at most: 4 MiB.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Lines in a file, at most: 64.</summary>
    public const int MaxLines = 64;

    /// <summary>Reads a file of one or more bundles.</summary>
    /// <exception cref="BundleFormatException">The bytes are anything else.</exception>
    public static ImmutableArray<SigstoreBundle> Parse(ReadOnlySpan<byte> bytes) => Parse(bytes, new KeyRing());

    internal static ImmutableArray<SigstoreBundle> Parse(ReadOnlySpan<byte> bytes, KeyRing keys)
    {
        if (bytes.Length > MaxBytes)
        {
            throw new BundleFormatException($"The bundle has {bytes.Length} bytes; {MaxBytes} are allowed.");
        }

        if (bytes.IsEmpty)
        {
            throw new BundleFormatException("The bundle is empty.");
        }

        var bundles = ImmutableArray.CreateBuilder<SigstoreBundle>();
        var seen = new HashSet<Digest>();
        while (!bytes.IsEmpty)
        {
            var line = bundles.Count + 1;
            if (line > MaxLines)
            {
                throw new BundleFormatException(line, $"A bundle has at most {MaxLines} lines.");
            }

            var end = bytes.IndexOf((byte)'\n');
            if (end < 0)
            {
                throw new BundleFormatException(line, "The line does not end in a line feed; the bundle may have been cut off.");
            }

            var bundle = ParseLine(bytes[..end], line, keys);
            if (!seen.Add(bundle.Envelope.PayloadDigest))
            {
                throw new BundleFormatException(line, "The same statement is there twice.");
            }

            bundles.Add(bundle);
            bytes = bytes[(end + 1)..];
        }

        return bundles.ToImmutable();
    }

    /// <summary>The file's bytes.</summary>
    /// <exception cref="ArgumentException">There are no bundles, or more than the bounds allow.</exception>
    public static byte[] Encode(IEnumerable<SigstoreBundle> bundles)
    {
        ArgumentNullException.ThrowIfNull(bundles);
        var output = new ArrayBufferWriter<byte>(16 * 1024);
        var lines = 0;
        foreach (var bundle in bundles)
        {
            output.Write(bundle.ToJson());
            output.Write("\n"u8);
            lines++;
        }

        return lines is > 0 and <= MaxLines && output.WrittenCount <= MaxBytes
            ? output.WrittenSpan.ToArray()
            : throw new ArgumentException($"A bundle has 1 to {MaxLines} lines and at most {MaxBytes} bytes.", nameof(bundles));
    }

    private static SigstoreBundle ParseLine(ReadOnlySpan<byte> line, int number, KeyRing keys)
    {
        try
        {
            return SigstoreBundle.Parse(line, keys);
        }
        catch (BundleFormatException e)
        {
            throw new BundleFormatException(number, e.Message, e);
        }
    }
}
