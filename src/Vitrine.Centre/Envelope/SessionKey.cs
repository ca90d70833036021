using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vitrine.Centre;

/// <summary>
/// The key of one session. It encrypts the sealed parts of the session's acts, and leaves the server only wrapped: to the
/// laboratory, and nested to the two dispute parties, who can open it only together.
/// </summary>
/// <remarks>
/// AES-256-GCM with the part's number as nonce and <c>session ‖ kind ‖ number</c> authenticated. A session lives in one process and
/// ends with it, and only a key that was drawn here seals: so numbers cannot repeat under a key. Plaintext is padded with zeros to a power
/// of two, 512 bytes at least. Safe for use by several threads at once. docs/formats/ledger.md.
/// </remarks>
public sealed class SessionKey : IDisposable
{
    private const int TagSize = 16;
    private const int SmallestPlaintext = 512;
    private const int LargestPlaintext = 32 * 1024;

    private readonly byte[] _key;

    // AesGcm holds one context of OpenSSL's: two threads in it at once mix their nonces and texts.
    private readonly Lock _gate = new();
    private readonly AesGcm _cipher;
    private readonly bool _seals;
    private uint _next;

    private SessionKey(string session, byte[] key, bool seals)
    {
        Session = session;
        _key = key;
        _seals = seals;
        _cipher = new AesGcm(key, TagSize);
    }

    /// <summary>The session.</summary>
    public string Session { get; }

    /// <summary>Draws a new key.</summary>
    public static SessionKey Create(string session) => new(session, RandomNumberGenerator.GetBytes(SecretBox.KeySize), seals: true);

    /// <summary>Opens a session's key as the laboratory.</summary>
    /// <exception cref="CryptographicException">The key was wrapped to someone else, or altered.</exception>
    public static SessionKey Open(string session, SessionKeyWraps wraps, OpeningKey laboratory) =>
        new(session, laboratory.Open(wraps.Laboratory, Context(session, "laboratory")), seals: false);

    /// <summary>Opens a session's key as the two dispute parties together.</summary>
    /// <exception cref="CryptographicException">One of the two keys is another, or the wraps were altered.</exception>
    public static SessionKey Open(string session, SessionKeyWraps wraps, OpeningKey first, OpeningKey second)
    {
        var inner = first.Open(wraps.Dispute, Context(session, "dispute/1"));
        return new SessionKey(session, second.Open(inner, Context(session, "dispute/2")), seals: false);
    }

    /// <summary>Wraps the key to the laboratory, and nested to the dispute parties (SPKI DER each).</summary>
    public SessionKeyWraps WrapTo(ReadOnlySpan<byte> laboratory, ReadOnlySpan<byte> disputeFirst, ReadOnlySpan<byte> disputeSecond) =>
        new(
            OpeningKey.WrapTo(laboratory, _key, Context(Session, "laboratory")),
            OpeningKey.WrapTo(disputeFirst, OpeningKey.WrapTo(disputeSecond, _key, Context(Session, "dispute/2")), Context(Session, "dispute/1")));

    /// <summary>Seals what an act of <paramref name="kind"/> tells the laboratory alone.</summary>
    /// <param name="kind">The act's name, which is authenticated with it.</param>
    /// <param name="detail">What it tells.</param>
    /// <param name="least">Bytes to which it is padded at least, a power of two: acts whose length would tell something share one.</param>
    /// <exception cref="ActRefusedException">It is larger than 32 KiB.</exception>
    /// <exception cref="InvalidOperationException">The key was opened, not drawn: its numbers are used.</exception>
    public SealedPart Seal<T>(string kind, T detail, int least = SmallestPlaintext)
    {
        if (!_seals)
        {
            throw new InvalidOperationException("A session's key that was opened again seals nothing: its nonces are used.");
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(detail, ActJson.Options);
        if (json.Length > LargestPlaintext)
        {
            throw new ActRefusedException($"The detail of {kind} takes {json.Length:N0} bytes; at most {LargestPlaintext:N0} can be sealed in one act.");
        }

        var plain = new byte[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(Math.Max(SmallestPlaintext, least), json.Length))];
        json.CopyTo(plain, 0);
        var box = new byte[plain.Length + TagSize];
        uint number;
        lock (_gate)
        {
            number = _next;
            _next = checked(_next + 1);
            _cipher.Encrypt(Nonce(number), plain, box.AsSpan(0, plain.Length), box.AsSpan(plain.Length), Bound(kind, number));
        }

        CryptographicOperations.ZeroMemory(plain);
        CryptographicOperations.ZeroMemory(json);
        return new SealedPart(Session, number, box);
    }

    /// <summary>Opens a sealed part of an act of <paramref name="kind"/>.</summary>
    /// <exception cref="CryptographicException">It belongs to another session, act or number, or was altered.</exception>
    public T Open<T>(string kind, SealedPart part)
    {
        if (part.Box.Length < TagSize + SmallestPlaintext || part.Box.Length > TagSize + LargestPlaintext)
        {
            throw new CryptographicException("The sealed part has no size that sealing makes.");
        }

        var plain = new byte[part.Box.Length - TagSize];
        lock (_gate)
        {
            _cipher.Decrypt(Nonce(part.Number), part.Box.AsSpan(0, plain.Length), part.Box.AsSpan(plain.Length), plain, Bound(kind, part.Number));
        }

        try
        {
            var end = plain.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
            return JsonSerializer.Deserialize<T>(plain.AsSpan(0, end), ActJson.Options) ?? throw new CryptographicException("The sealed part is null.");
        }
        catch (JsonException error)
        {
            throw new CryptographicException("The sealed part opens, and is not what such an act seals.", error);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cipher.Dispose();
        CryptographicOperations.ZeroMemory(_key);
    }

    private static string Context(string session, string recipient) => $"session/{session}/{recipient}";

    private static byte[] Nonce(uint number)
    {
        var nonce = new byte[12];
        BinaryPrimitives.WriteUInt32BigEndian(nonce.AsSpan(8), number);
        return nonce;
    }

    private byte[] Bound(string kind, uint number) => Encoding.UTF8.GetBytes($"{Session}\n{kind}\n{number}");
}

/// <summary>A session's key as the ledger holds it.</summary>
/// <param name="Laboratory">Wrapped to the laboratory.</param>
/// <param name="Dispute">Wrapped to the second dispute party, and that to the first.</param>
public sealed record SessionKeyWraps(byte[] Laboratory, byte[] Dispute)
{
    /// <summary>Whether both have the one size that wrapping makes.</summary>
    [JsonIgnore]
    public bool AreWhole =>
        Laboratory.Length == SecretBox.KeySize + OpeningKey.Overhead && Dispute.Length == SecretBox.KeySize + (2 * OpeningKey.Overhead);
}
