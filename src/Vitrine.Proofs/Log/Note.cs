using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace Vitrine.Proofs;

/// <summary>A signed note as read, nothing verified.</summary>
/// <remarks>
/// C2SP signed-note v1.0.0: text that ends in a newline, an empty line, and 1 to 64 lines <c>— name base64(keyid ‖ signature)</c>. UTF-8
/// without control characters but newline; at most 256 KiB. The text may hold empty lines: the last one in the note separates.
/// Every accepted note is written back exactly.
/// </remarks>
public sealed class Note
{
    /// <summary>The most bytes in a note.</summary>
    public const int MaxSize = 256 * 1024;

    /// <summary>The most signatures on a note.</summary>
    public const int MaxSignatures = 64;

    private static readonly byte[] Dash = [0xE2, 0x80, 0x94, (byte)' ']; // em dash, space

    private readonly byte[] _text;

    private Note(byte[] text, ImmutableArray<NoteSignature> signatures)
    {
        _text = text;
        Signatures = signatures;
    }

    /// <summary>The text, with its final newline.</summary>
    public ReadOnlyMemory<byte> Text => _text;

    /// <summary>All signature lines, in order.</summary>
    public ImmutableArray<NoteSignature> Signatures { get; }

    /// <summary>Signs a text (with its final newline) and returns the note's bytes.</summary>
    /// <exception cref="ArgumentException">The text is no note's text.</exception>
    public static byte[] Sign(ReadOnlySpan<byte> text, NoteSigner signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        if (text.IsEmpty || text[^1] != '\n' || !IsText(text))
        {
            throw new ArgumentException("A note's text is UTF-8 without control characters and ends in a newline.", nameof(text));
        }

        return new Note(text.ToArray(), [signer.Sign(text)]).Encode();
    }

    /// <summary>Reads a note.</summary>
    /// <exception cref="NoteFormatException">The bytes are none.</exception>
    public static Note Parse(ReadOnlySpan<byte> bytes) => ParseCore(bytes, out var note, out var position) is { } what
        ? throw new NoteFormatException(NoteVerdict.Malformed, $"{what} (byte {position}).", position)
        : note!;

    /// <summary>Reads a note; false where <see cref="Parse"/> would throw.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Note? note) => ParseCore(bytes, out note, out _) is null;

    /// <summary>Reads a note and verifies the signatures of all <paramref name="verifiers"/>.</summary>
    /// <exception cref="NoteFormatException">The bytes are no note, or not signed as <see cref="TryOpen"/> demands.</exception>
    public static VerifiedNote Open(ReadOnlySpan<byte> bytes, params IReadOnlyCollection<NoteVerifier> verifiers)
    {
        var parsed = Parse(bytes);
        return parsed.Verify(verifiers, out var note) switch
        {
            NoteVerdict.Verified => note!,
            NoteVerdict.BadSignature => throw new NoteFormatException(NoteVerdict.BadSignature, "A signature that names a known key is not that key's."),
            _ => throw new NoteFormatException(NoteVerdict.NoKnownSignature, "No signature is by a known key."),
        };
    }

    /// <summary>
    /// Reads a note and verifies the signatures of all <paramref name="verifiers"/>. One that names a known key (name and id) and is not good
    /// spoils the note; those of other keys are ignored; none of a known key is <see cref="NoteVerdict.NoKnownSignature"/>.
    /// </summary>
    /// <exception cref="ArgumentException">Two different verifiers have the same name and id.</exception>
    public static NoteVerdict TryOpen(ReadOnlySpan<byte> bytes, IReadOnlyCollection<NoteVerifier> verifiers, out VerifiedNote? note)
    {
        note = null;
        return TryParse(bytes, out var parsed) ? parsed.Verify(verifiers, out note) : NoteVerdict.Malformed;
    }

    /// <summary>The note with one more signature line at its end.</summary>
    /// <exception cref="ArgumentException">The signature's name is none, or it has no bytes.</exception>
    /// <exception cref="InvalidOperationException">It has 64 already.</exception>
    public Note With(NoteSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        if (!NoteName.IsValid(signature.Name) || signature.Bytes.IsDefaultOrEmpty)
        {
            throw new ArgumentException("A signature has a name without space, plus or control character, and bytes.", nameof(signature));
        }

        return Signatures.Length < MaxSignatures
            ? new Note(_text, Signatures.Add(signature))
            : throw new InvalidOperationException($"A note has at most {MaxSignatures} signatures.");
    }

    /// <summary>The note with the first signature line of each of these keys alone (name and id).</summary>
    /// <exception cref="ArgumentException">None is left.</exception>
    public Note WithOnly(IReadOnlyCollection<NoteVerifier> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ImmutableArray<NoteSignature> kept = [.. Signatures.Where(signature => keys.Any(key => key.Name == signature.Name && key.KeyId == signature.KeyId))
            .DistinctBy(static signature => (signature.Name, signature.KeyId))];
        return kept.IsEmpty ? throw new ArgumentException("No signature is by one of these keys.", nameof(keys)) : new Note(_text, kept);
    }

    /// <summary>The note's bytes.</summary>
    public byte[] Encode()
    {
        var lines = new StringBuilder("\n");
        foreach (var signature in Signatures)
        {
            lines.Append(signature).Append('\n');
        }

        return [.. _text, .. Encoding.UTF8.GetBytes(lines.ToString())];
    }

    internal static bool IsText(ReadOnlySpan<byte> text) => Utf8.IsValid(text) && text.IndexOfAnyInRange((byte)0x0B, (byte)0x1F) < 0
        && text.IndexOfAnyInRange((byte)0x00, (byte)0x09) < 0;

    /// <summary>Verifies the signatures of all <paramref name="verifiers"/>, as <see cref="TryOpen"/> does.</summary>
    /// <exception cref="ArgumentException">Two different verifiers have the same name and id.</exception>
    public NoteVerdict Verify(IReadOnlyCollection<NoteVerifier> verifiers, out VerifiedNote? note)
    {
        ArgumentNullException.ThrowIfNull(verifiers);
        note = null;
        var known = new Dictionary<(string, uint), NoteVerifier>(verifiers.Count);
        foreach (var verifier in verifiers)
        {
            if (!known.TryAdd((verifier.Name, verifier.KeyId), verifier) && !known[(verifier.Name, verifier.KeyId)].Equals(verifier))
            {
                throw new ArgumentException($"Two keys are named {verifier.Name} with the same id.", nameof(verifiers));
            }
        }

        var verified = ImmutableArray.CreateBuilder<VerifiedSignature>();
        foreach (var signature in Signatures)
        {
            if (known.TryGetValue((signature.Name, signature.KeyId), out var key))
            {
                if (!key.Verify(_text, signature.Bytes.AsSpan(), out var time))
                {
                    return NoteVerdict.BadSignature;
                }

                verified.Add(new VerifiedSignature(key, time));
            }
        }

        if (verified.Count == 0)
        {
            return NoteVerdict.NoKnownSignature;
        }

        note = new VerifiedNote(this, verified.ToImmutable());
        return NoteVerdict.Verified;
    }

    // Null when the bytes are a note; else what is wrong.
    private static string? ParseCore(ReadOnlySpan<byte> bytes, out Note? note, out int position)
    {
        (note, position) = (null, 0);
        if (bytes.Length > MaxSize)
        {
            return $"The note has more than {MaxSize} bytes";
        }

        if (!IsText(bytes))
        {
            return "The note is not UTF-8 without control characters";
        }

        var separator = bytes.LastIndexOf("\n\n"u8);
        if (separator < 0)
        {
            return "The note has no empty line before its signatures";
        }

        position = separator + 2;
        var rest = bytes[position..];
        var signatures = ImmutableArray.CreateBuilder<NoteSignature>();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            if (end < 0)
            {
                return "The last signature line does not end";
            }

            if (signatures.Count == MaxSignatures)
            {
                return $"The note has more than {MaxSignatures} signatures";
            }

            if (ParseLine(rest[..end]) is not { } signature)
            {
                return "A signature line is not an em dash, a name and base64";
            }

            signatures.Add(signature);
            rest = rest[(end + 1)..];
            position += end + 1;
        }

        if (signatures.Count == 0)
        {
            return "The note has no signature";
        }

        note = new Note(bytes[..(separator + 1)].ToArray(), signatures.ToImmutable());
        return null;
    }

    private static NoteSignature? ParseLine(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith(Dash))
        {
            return null;
        }

        line = line[Dash.Length..];
        var space = line.IndexOf((byte)' ');
        if (space < 0)
        {
            return null;
        }

        var name = Encoding.UTF8.GetString(line[..space]);
        return NoteName.IsValid(name) && NoteBase64.TryDecode(line[(space + 1)..], out var blob) && blob.Length > 4
            ? new NoteSignature(name, BinaryPrimitives.ReadUInt32BigEndian(blob), [.. blob.AsSpan(4)])
            : null;
    }
}
