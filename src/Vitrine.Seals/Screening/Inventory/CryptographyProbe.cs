using System.Collections.Frozen;
using System.Globalization;

namespace Vitrine.Seals;

/// <summary>Notes which cryptography code names, takes in or implements. A note is "kind|name|size|mode".</summary>
internal sealed class CryptographyProbe : ScreeningRule
{
    private const int LongestName = 80;

    private static readonly string[] Names =
    [
        "aes", "rijndael", "des_", "des-", "3des", "desede", "tripledes", "tdes", "blowfish", "twofish", "serpent", "camellia", "sm4", "cast5", "cast6", "kuznyechik", "grasshopper", "rc4", "arcfour", "rc2", "rc5", "chacha", "salsa20",
        "md4", "md5", "sha1", "sha-1", "sha224", "sha256", "sha-256", "sha384", "sha-384", "sha512", "sha-512", "sha3", "keccak", "shake128", "shake256", "blake2", "blake3", "ripemd", "rmd160", "whirlpool", "sm3", "streebog", "hmac",
        "cmac", "poly1305", "pbkdf2", "scrypt", "bcrypt", "argon2", "hkdf", "drbg", "rsa", "dsa", "diffiehellman", "diffie", "dhe", "ecdh", "ed25519", "ed448", "eddsa", "x25519", "curve25519", "x448", "sm2", "elgamal", "paillier",
        "mlkem", "ml_kem", "ml-kem", "kyber", "mldsa", "ml_dsa", "dilithium", "slhdsa", "sphincs", "tls", "ssl", "ipsec", "ikev", "ssh", "wireguard", "krb5", "kerberos", "openpgp", "gnupg", "srtp",
    ];

    private static readonly FrozenSet<string> Sizes = "40 56 64 112 128 160 168 192 224 256 384 512 1024 2048 3072 4096".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    public override string Id => "cryptography";

    public override string Title => "Cryptography in use";

    public override ScreeningSeverity Severity => ScreeningSeverity.Low;

    public override ScreeningAudience Audience => 0;

    public override string Description => "An inventory: algorithms by the parts of names in code, libraries by how they are taken in, and implementations of their own by their constants.";

    public override string FalsePositives => "Names that are chosen and not used, and other things of the same name. Comments, documents and tests are left out.";

    internal override IReadOnlyList<Anchor> Anchors { get; } =
    [
        .. Names.Select(name => new Anchor(name, true)),
        .. CryptoCatalogue.Libraries.Select(library => new Anchor(library.Text)),
        .. CryptoCatalogue.Constants.Select(constant => new Anchor(constant.Text, true)),
    ];

    internal override void Examine(ScreenedFile file, int at, int anchor, Hits hits)
    {
        if (!file.Is(FileRole.Code | FileRole.Build) || file.Is(FileRole.Test) || (file.Is(FileRole.Document) && !file.Is(FileRole.Build)))
        {
            return;
        }

        if (anchor >= Names.Length + CryptoCatalogue.Libraries.Count)
        {
            var kind = CryptoCatalogue.Parts[CryptoCatalogue.Constants[anchor - Names.Length - CryptoCatalogue.Libraries.Count].Part];
            hits.Note(FactKind.Cryptography, $"own|{kind.Name}||", at);
        }
        else if (anchor >= Names.Length)
        {
            if (IsTakenIn(file, at) && !file.Parts.IsComment(at))
            {
                hits.Note(FactKind.Cryptography, $"library|{CryptoCatalogue.Libraries[anchor - Names.Length].Library}||", at);
            }
        }
        else
        {
            Name(file, at, hits);
        }
    }

    /// <summary>The whole name about a place, with its size and mode: EVP_aes_256_gcm, "AES/CBC/PKCS5Padding", sha256WithRSAEncryption.</summary>
    private static void Name(ScreenedFile file, int at, Hits hits)
    {
        var text = file.Text;
        var start = at;
        while (start > 0 && at - start < LongestName && IsName(text[start - 1]))
        {
            start--;
        }

        var end = at;
        while (end < text.Length && end - at < LongestName && IsName(text[end]))
        {
            end++;
        }

        var parts = Split(text[start..end]);
        var size = parts.Find(Sizes.Contains) ?? "";
        var mode = parts.Find(CryptoCatalogue.Modes.Contains) ?? "";
        foreach (var part in parts)
        {
            if (CryptoCatalogue.Parts.TryGetValue(part, out var kind) && !file.Parts.IsComment(at))
            {
                var own = part.AsSpan().TrimStart("abcdefghijklmnopqrstuvwxyz").ToString();
                var isCipher = kind.Primitive is "block-cipher" or "stream-cipher";
                var bits = kind.Name is "SHA-2" or "SHAKE" ? own : isCipher || kind.Name is "RSA" or "SHA-3" or "ML-KEM" ? size : "";
                hits.Note(FactKind.Cryptography, $"{(kind.Class == CryptoClass.Protocol ? "protocol" : "algorithm")}|{kind.Name}|{bits}|{(isCipher ? mode : "")}", at);
            }
        }
    }

    /// <summary>Parts of a name; digits that follow a known word are their own: aes256 gives aes, 256, and md5 stays whole.</summary>
    private static List<string> Split(ReadOnlySpan<byte> name)
    {
        var parts = new List<string>();
        foreach (var part in CodeText.Parts(name))
        {
            var word = part.TrimEnd("0123456789".ToCharArray());
            if (!CryptoCatalogue.Parts.ContainsKey(part) && word.Length < part.Length && CryptoCatalogue.Parts.ContainsKey(word))
            {
                parts.Add(word);
                parts.Add(part[word.Length..]);
            }
            else if (parts.Count > 0 && CryptoCatalogue.Parts.ContainsKey(parts[^1] + part) && part.All(char.IsAsciiDigit))
            {
                parts[^1] += part;
            }
            else if (parts.Count > 0 && parts[^1] == "sha" && Sizes.Contains(part))
            {
                parts[^1] = string.Create(CultureInfo.InvariantCulture, $"sha{part}");
            }
            else
            {
                parts.Add(part);
            }
        }

        return parts;
    }

    private static bool IsName(byte letter) => Alphabet.Dotted.Contains(letter) || letter is (byte)'/' or (byte)':';

    private static bool IsTakenIn(ScreenedFile file, int at)
    {
        var line = file.Text[file.LineStart(at, 200)..file.LineEnd(at, 60)];
        return line.IndexOf("include"u8) >= 0 || line.IndexOf("import"u8) >= 0 || line.IndexOf("using"u8) >= 0 || line.IndexOf("use "u8) >= 0 || line.IndexOf("require"u8) >= 0 || line.IndexOf("from "u8) >= 0
            || line.IndexOf("-l"u8) >= 0 || line.IndexOf("link"u8) >= 0 || line.IndexOf("crypto.subtle"u8) >= 0 || line.TrimStart(" \t"u8).StartsWith("\""u8);
    }
}
