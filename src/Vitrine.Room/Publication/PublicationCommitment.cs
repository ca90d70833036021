using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vitrine.Proofs;

namespace Vitrine.Room;

/// <summary>
/// A salted commitment to what an engagement was asked for: fixed when its policy is chosen, opened field by field when its day comes.
/// </summary>
/// <remarks>
/// <code>
/// salt(name)  = HMAC-SHA256(salt, name), standard base64
/// leaf(name)  = SHA-256 of the canonical JSON of {"name","salt","value"}, hexadecimal
/// commitment  = SHA-256 of the canonical JSON of {"leaves":{name: leaf, …},"v":1}
/// opening     = canonical JSON of {"leaves":{name: leaf of what stays hidden, …},"shown":[{"name","salt","value"}, …],"v":1}
/// </code>
/// Names: authority, engagement, laboratory, product, purpose, requested, tier, vendor, version. An opening shows some and still proves
/// that they were fixed: what stays hidden is in it as its leaf. Canonical JSON is RFC 8785 (docs/formats/canonical-json.md).
/// </remarks>
public static class PublicationCommitment
{
    /// <summary>Bytes of a salt.</summary>
    public const int SaltSize = 32;

    private const int Version = 1;
    private const int MaxOpening = 64 * 1024;

    /// <summary>What is committed to, by name.</summary>
    private static readonly (string Name, PublicField Field, Func<Engagement, string> Value)[] Names =
    [
        ("authority", PublicField.Authority, engagement => engagement.Authority),
        ("engagement", PublicField.Product, engagement => engagement.Id),
        ("laboratory", PublicField.Laboratory, engagement => engagement.Laboratory),
        ("product", PublicField.Product, engagement => engagement.Product),
        ("purpose", PublicField.Purpose, engagement => engagement.Purpose),
        ("requested", PublicField.Requested, engagement => UtcTime.Format(engagement.Requested)),
        ("tier", PublicField.Tier, engagement => engagement.Tier.ToString().ToLowerInvariant()),
        ("vendor", PublicField.Vendor, engagement => engagement.Host),
        ("version", PublicField.Product, engagement => engagement.Version),
    ];

    /// <summary>A new salt.</summary>
    public static byte[] NewSalt() => RandomNumberGenerator.GetBytes(SaltSize);

    /// <summary>The commitment to an engagement.</summary>
    public static Digest Of(Engagement engagement, byte[] salt) =>
        Digest.Of(Commitment(Names.ToDictionary(one => one.Name, one => Leaf(one.Name, Salt(salt, one.Name), one.Value(engagement)))));

    /// <summary>Opens these fields of a commitment: canonical JSON, UTF-8.</summary>
    public static byte[] Open(Engagement engagement, byte[] salt, IReadOnlyList<PublicField> shown) => CanonicalJson.From(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("leaves");
        foreach (var (name, _, value) in Names.Where(one => !shown.Contains(one.Field)))
        {
            json.WriteString(name, Leaf(name, Salt(salt, name), value(engagement)).ToHex());
        }

        json.WriteEndObject();
        json.WriteStartArray("shown");
        foreach (var (name, _, value) in Names.Where(one => shown.Contains(one.Field)))
        {
            Write(json, name, Salt(salt, name), value(engagement));
        }

        json.WriteEndArray();
        json.WriteNumber("v", Version);
        json.WriteEndObject();
    });

    /// <summary>What an opening shows, where it opens this commitment; null where it does not, or is no opening.</summary>
    public static IReadOnlyDictionary<string, string>? Verify(ReadOnlySpan<byte> opening, Digest commitment)
    {
        if (opening.Length > MaxOpening)
        {
            return null;
        }

        try
        {
            var root = CanonicalJson.ParseCanonical(opening);
            var leaves = root.GetProperty("leaves").EnumerateObject().ToDictionary(one => one.Name, one => Digest.ParseHex(one.Value.GetString()!));
            var shown = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var one in root.GetProperty("shown").EnumerateArray())
            {
                var (name, value) = (one.GetProperty("name").GetString()!, one.GetProperty("value").GetString()!);
                leaves.Add(name, Leaf(name, one.GetProperty("salt").GetString()!, value));
                shown.Add(name, value);
            }

            return root.GetProperty("v").GetInt32() == Version && Digest.Of(Commitment(leaves)) == commitment ? shown : null;
        }
        catch (Exception error) when (error is JsonFormatException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static byte[] Commitment(IReadOnlyDictionary<string, Digest> leaves) => CanonicalJson.From(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("leaves");
        foreach (var (name, leaf) in leaves)
        {
            json.WriteString(name, leaf.ToHex());
        }

        json.WriteEndObject();
        json.WriteNumber("v", Version);
        json.WriteEndObject();
    });

    private static string Salt(byte[] salt, string name) => Convert.ToBase64String(HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes(name)));

    private static Digest Leaf(string name, string salt, string value) => Digest.Of(CanonicalJson.From(json => Write(json, name, salt, value)));

    private static void Write(Utf8JsonWriter json, string name, string salt, string value)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("salt", salt);
        json.WriteString("value", value);
        json.WriteEndObject();
    }
}
