namespace Vitrine.Web;

/// <summary>Addresses of the public register.</summary>
public static partial class Routes
{
    public const string Register = "/register";
    public const string RegisterEngagements = "/register/engagements";
    public const string RegisterLaboratories = "/register/laboratories";
    public const string RegisterProduct = "/register/product";
    public const string RegisterImported = "/register/imported";
    public const string Transparency = "/transparency";

    public static string ChangeCertificate(string digest) => $"/certificates/{Segment(digest)}/change";

    public static string CertificateJson(string digest) => $"/certificates/{Segment(digest)}.json";

    /// <summary>The history of a vendor's product.</summary>
    public static string ProductHistory(string vendor, string product) => $"{RegisterProduct}?vendor={Segment(vendor)}&name={Segment(product)}";

    /// <summary>The certificates of one laboratory.</summary>
    public static string CertificatesOf(string laboratory) => $"{Certificates}?laboratory={Segment(laboratory)}";
}
