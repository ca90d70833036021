using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Web;

/// <summary>The meter's own TLS certificate: the one given, or one it makes itself and keeps in its folder.</summary>
/// <remarks>Self-made: ECDSA P-256, a year, for the host it listens at and for localhost; <c>tls.pem</c>, and <c>tls.key</c> of mode 0600.</remarks>
internal static class MeterCertificate
{
    private const string CertificateName = "tls.pem";
    private const string KeyName = "tls.key";
    private static readonly TimeSpan Validity = TimeSpan.FromDays(365);

    /// <summary>SHA-256 of a certificate, as whoever pins it writes it.</summary>
    public static Digest Fingerprint(X509Certificate certificate) => Digest.Of(certificate.GetRawCertData());

    /// <summary>Reads the certificate, and makes it where none was given and none is kept that is still good.</summary>
    /// <exception cref="ArgumentException">The files given hold no certificate with its key.</exception>
    /// <exception cref="KeyFileException">The key is missing, too large, or open to others of the machine.</exception>
    public static X509Certificate2 Load(MeterOptions options, TimeProvider time)
    {
        var (certificate, key) = (options.Certificate ?? Path.Combine(options.Record, CertificateName), options.Key ?? Path.Combine(options.Record, KeyName));
        if (options.Certificate is null && !File.Exists(certificate))
        {
            Make(certificate, key, options.Listen.Host.Trim('[', ']'), time.GetUtcNow());
        }

        try
        {
            var read = X509Certificate2.CreateFromPem(File.ReadAllText(certificate), Encoding.ASCII.GetString(KeyFile.Read(key)));
            return read.NotAfter.ToUniversalTime() > time.GetUtcNow().UtcDateTime
                ? read
                : throw new ArgumentException($"The certificate {certificate} has run out. {(options.Certificate is null ? "Delete it and its key; the meter makes a new one, which terminals must be told of." : "Name a newer one.")}");
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"{certificate} and {key} hold no certificate with its key: {error.Message}", error);
        }
    }

    private static void Make(string certificatePath, string keyPath, string host, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Vitrine meter", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        if (IPAddress.TryParse(host, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var made = request.CreateSelfSigned(now.AddHours(-1), now + Validity);
        File.Delete(keyPath);
        KeyFile.Create(keyPath, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
        DurableFile.Write(certificatePath, Encoding.ASCII.GetBytes(made.ExportCertificatePem() + "\n"));
    }
}
