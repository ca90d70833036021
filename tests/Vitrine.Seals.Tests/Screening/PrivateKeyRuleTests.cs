using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using static Vitrine.Seals.Tests.Planted;

namespace Vitrine.Seals.Tests;

public sealed class PrivateKeyRuleTests : IDisposable
{
    private readonly ECDsa _elliptic = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RSA _rsa = RSA.Create(2048);

    public void Dispose()
    {
        _elliptic.Dispose();
        _rsa.Dispose();
    }

    [Fact]
    public void Screen_PemKeys_AreHigh()
    {
        string[] keys = [_elliptic.ExportPkcs8PrivateKeyPem(), _elliptic.ExportECPrivateKeyPem(), _rsa.ExportRSAPrivateKeyPem(), Dashed("OPENSSH PRIVATE KEY"), Dashed("PGP PRIVATE KEY BLOCK")];

        Assert.All(keys, key =>
        {
            var finding = Assert.Single(Screen("certs/key", $"\n\n{key}\n"));
            Assert.Equal(("private-key", ScreeningSeverity.High, 3, 1), (finding.Rule, finding.Severity, finding.Line, finding.Column));
            Assert.DoesNotContain(key.Split('\n')[1][..8], finding.Message, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData(0x00, ScreeningSeverity.High)]
    [InlineData(0xFE, ScreeningSeverity.Medium)]
    public void Screen_OpenPgpKeyInBytes_IsHighOrMediumUnderAPassword(byte usage, ScreeningSeverity severity)
    {
        // RFC 9580, 5.5.3: an Ed25519 key of version 4; its time, algorithm 22, the curve's name, a point; and whether a password protects what follows.
        byte[] oid = [0x09, 0x2B, 0x06, 0x01, 0x04, 0x01, 0xDA, 0x47, 0x0F, 0x01];
        byte[] body = [4, 0x66, 0, 0, 1, 22, .. oid, 0x01, 0x07, 0x40, .. Encoding.ASCII.GetBytes(Draw(Base62, 32)), usage, .. Encoding.ASCII.GetBytes(Draw(Base62, 36))];

        Assert.All(
            (byte[][])[[0x94, (byte)body.Length, .. body], [0xC5, (byte)body.Length, .. body], [0x95, 0, (byte)body.Length, .. body]],
            key => Assert.Equal(("key-store", severity), Screen("keys.gpg", key).Where(finding => finding.Rule == "key-store").Select(finding => (finding.Rule, finding.Severity)).Single()));
        Assert.DoesNotContain(Screen("keys.gpg", [0x98, (byte)body.Length, .. body]), finding => finding.Rule == "key-store");
    }

    [Fact]
    public void Screen_OpenSshKeyUnderAPassword_IsMedium()
    {
        static string Key(string cipher) => "-----BEGIN OPENSSH PRIVATE KEY-----\n"
            + Convert.ToBase64String([.. "openssh-key-v1\0"u8, 0, 0, 0, (byte)cipher.Length, .. Encoding.ASCII.GetBytes(cipher), 0, 0, 0, 6, .. Encoding.ASCII.GetBytes(Draw(Base62, 200))]) + "\n-----END OPENSSH PRIVATE KEY-----\n";

        Assert.Equal(ScreeningSeverity.High, Assert.Single(Screen("id", Key("none"))).Severity);
        Assert.Equal(ScreeningSeverity.Medium, Assert.Single(Screen("id", Key("aes256-ctr"))).Severity);
        Assert.Equal(ScreeningSeverity.Medium, Assert.Single(Screen("id", $"---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nComment: \"x\"\n{Draw(Base64, 70)}\n{Draw(Base64, 70, 2)}\n---- END SSH2 ENCRYPTED PRIVATE KEY ----\n")).Severity);
    }

    [Fact]
    public void Screen_PemKeyWithinAString_IsFound()
    {
        var pem = _elliptic.ExportPkcs8PrivateKeyPem();
        string[] wrapped =
        [
            "{\"private\": \"" + pem.Replace("\n", "\\n", StringComparison.Ordinal) + "\"}",
            string.Concat(pem.Split('\n').Select(line => $"  \"{line}\\n\"\n")),
            string.Concat(pem.Split('\n').Select(line => $"// {line}\r\n")),
            "data: " + Convert.ToBase64String(Encoding.ASCII.GetBytes(pem)),
        ];

        Assert.All(wrapped, text => Assert.Equal(("private-key", ScreeningSeverity.High), Screen("a", text).Select(finding => (finding.Rule, finding.Severity)).Single()));
    }

    [Fact]
    public void Screen_KeyEncodedOnceMore_IsFoundHoweverShortAndOverLines()
    {
        // A key for Ed25519 (RFC 8410), the shortest: its form and 32 bytes that open nothing.
        byte[] key = [0x30, 0x2E, 2, 1, 0, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 4, 0x22, 4, 0x20, .. Enumerable.Range(7, 32).Select(value => (byte)(value * 37 % 256))];
        string[] keys = [$"-----BEGIN {"PRIVATE KEY"}-----\n{Convert.ToBase64String(key)}\n-----END {"PRIVATE KEY"}-----\n", _elliptic.ExportPkcs8PrivateKeyPem()];

        foreach (var once in keys.Select(pem => Convert.ToBase64String(Encoding.ASCII.GetBytes(pem))))
        {
            var lines = once.Chunk(76).Select(line => new string(line)).ToArray();
            Assert.All(
                [$"KEY={once}\n", string.Join('\n', lines) + "\n", "key: |\n" + string.Concat(lines.Select(line => $"    {line}\r\n")), string.Join(" +\n", lines.Select(line => $"\"{line}\"")).Replace(" +", "", StringComparison.Ordinal)],
                text => Assert.Equal(("private-key", ScreeningSeverity.High), Screen("a.env", text).Select(finding => (finding.Rule, finding.Severity)).Single()));
            Assert.Empty(Screen("a.env", $"KEY={once[..72]}\n"));
        }
    }

    [Fact]
    public void Screen_EncryptedKeys_AreMedium()
    {
        var modern = _elliptic.ExportEncryptedPkcs8PrivateKeyPem("pw", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
        var old = Dashed("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n");
        var putty = "PuTTY-User-Key-" + "File-3: ssh-ed25519\nEncryption: aes256-cbc\nPublic-Lines: 2\nx\nPrivate-" + "Lines: 1\nx\n";

        Assert.All([modern, old, putty], key => Assert.Equal(("private-key", ScreeningSeverity.Medium), Screen("a", key).Select(finding => (finding.Rule, finding.Severity)).Single()));
        Assert.Equal(ScreeningSeverity.High, Assert.Single(Screen("a", putty.Replace("aes256-cbc", "none", StringComparison.Ordinal))).Severity);
    }

    // As manuals print a key: its first line, its last, and dots between them.
    [Theory]
    [InlineData("...")]
    [InlineData("[…]")]
    public void Screen_KeyWhoseMiddleIsLeftOut_IsLow(string dots)
    {
        var lines = _rsa.ExportPkcs8PrivateKeyPem().Split('\n');
        var finding = Assert.Single(Screen("doc/manual.html", $"<pre>\n{lines[0]}\n{lines[1]}\n{dots}\n{lines[^2]}\n{lines[^1]}\n</pre>\n"));

        Assert.Equal(("private-key", ScreeningSeverity.Low, "A private key stands here in part (PRIVATE KEY)."), (finding.Rule, finding.Severity, finding.Message));
        Assert.Equal(ScreeningSeverity.High, Assert.Single(Screen("a", string.Join('\n', lines) + "\n...\n")).Severity);
    }

    [Fact]
    public void Screen_PublicKeysCertificatesAndHeadersAlone_AreNoFinding()
    {
        var request = new CertificateRequest("CN=a", _elliptic, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));
        string[] harmless =
        [
            _elliptic.ExportSubjectPublicKeyInfoPem(),
            _rsa.ExportRSAPublicKeyPem(),
            certificate.ExportCertificatePem(),
            request.CreateSigningRequestPem(),
            Dashed("PGP PUBLIC KEY BLOCK"),
            "data: " + Convert.ToBase64String(Encoding.ASCII.GetBytes(certificate.ExportCertificatePem())),
            "const string Begin = \"-----BEGIN " + "PRIVATE KEY-----\";\nconst string End = \"-----END " + "PRIVATE KEY-----\";\n",
            "if line == \"-----BEGIN " + "RSA PRIVATE KEY-----\" {",
            "-----BEGIN " + "PRIVATE KEY-----\nMIIE...\n-----END " + "PRIVATE KEY-----\n" + Draw(Base64, 64),
            "-----BEGIN " + new string('A', 5000),
            "------------------------------\n",
        ];

        Assert.All(harmless, text => Assert.Empty(Screen("a.txt", text)));
    }

    [Fact]
    public void Screen_KeysInBinaryForm_AreFoundByContent()
    {
        var request = new CertificateRequest("CN=a", _elliptic, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));
        byte[][] keys = [_elliptic.ExportPkcs8PrivateKey(), _elliptic.ExportECPrivateKey(), _rsa.ExportRSAPrivateKey(), _rsa.ExportPkcs8PrivateKey()];
        byte[][] stores =
        [
            certificate.Export(X509ContentType.Pkcs12, "pw"),
            _elliptic.ExportEncryptedPkcs8PrivateKey("pw", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)),
            [0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2, 0, 0, 0, 1],
            [0x03, 0xD9, 0xA2, 0x9A, 0x67, 0xFB, 0x4B, 0xB5, 1, 0],
        ];

        Assert.All(keys, key => Assert.Equal(ScreeningSeverity.High, Screen("a.dat", key).Single(finding => finding.Rule == "key-store").Severity));
        Assert.All(stores, store => Assert.Equal(ScreeningSeverity.Medium, Screen("a.dat", store).Single(finding => finding.Rule == "key-store").Severity));
        Assert.All([_elliptic.ExportSubjectPublicKeyInfo(), certificate.RawData], other => Assert.DoesNotContain("key-store", Screen("a.dat", other).Select(finding => finding.Rule)));
    }

    private static string Dashed(string label, string headers = "")
    {
        var body = string.Join('\n', Enumerable.Range(0, 6).Select(line => Draw(Base64, 64, line)));
        return $"-----BEGIN {label}-----\n{headers}{body}\n-----END {label}-----\n";
    }
}
