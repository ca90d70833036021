using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>A vendor's product as the public may know it: what was certified and what was released of it.</summary>
/// <param name="Sentence">What is here, in one sentence.</param>
public sealed record ProductHistoryView(
    Shell Shell, string Vendor, string VendorName, string Product, string Sentence, ImmutableArray<ProductTreeRow> Trees, TableState State, ImmutableArray<CertificateRow> Certificates, ImmutableArray<TimelineEntry> Acts);

/// <summary>One sealed tree of a product that a certificate or a release names.</summary>
/// <param name="Versions">The versions under which it was certified or released.</param>
/// <param name="Root">The seal's root, hexadecimal.</param>
/// <param name="Sealed">When it was sealed; null where this centre does not hold it.</param>
/// <param name="Certificates">How many certificates are on it.</param>
/// <param name="State">The best state of those; null where there is none.</param>
/// <param name="Rebuild">The newest rebuild's verdict; null where there was none.</param>
/// <param name="Released">When it was last released; null where it never was.</param>
public sealed record ProductTreeRow(
    string Versions, string Root, DateTimeOffset? Sealed, int Certificates, string? State, Tone Tone, string? Rebuild, DateTimeOffset? Released, int Releases, int Revoked);
