namespace Vitrine.Register;

/// <summary>Certificates of this centre as machines get them.</summary>
public static class CertificateExport
{
    /// <summary>What a row is.</summary>
    public const string Definition =
        "One row is one signed conclusion of a laboratory on one sealed tree, refusals included. A product can have several; a review that ended without a conclusion has none.";

    /// <summary>The columns, in their order.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "certificate", "review", "sealRoot", "product", "version", "vendor", "vendorName", "laboratory", "laboratoryName", "authority", "authorityName", "tier", "conclusion",
        "state", "stateSince", "stateReason", "successor", "issued", "validUntil", "engagement",
    ];

    /// <summary>These certificates, in their order.</summary>
    /// <param name="certificates">The certificates.</param>
    /// <param name="at">As of when their states read.</param>
    /// <param name="nameOf">What a party is called.</param>
    public static RegisterTable Table(IEnumerable<Certificate> certificates, DateTimeOffset at, Func<string, string> nameOf) => new(
        "certificates",
        Definition,
        at,
        Columns,
        [
            .. certificates.Select(one =>
            {
                var standing = one.StandingAt(at);
                return (object?[])
                [
                    one.Digest, one.Review, one.Seal, one.Product, one.Version, one.Vendor, Named(one.Vendor), one.Laboratory, Named(one.Laboratory), one.Authority, Named(one.Authority), one.Tier,
                    one.Certified ? "certified" : "refused", standing.State, standing.Since, standing.Reason, standing.Successor, one.Issued, one.ValidUntil, one.Engagement,
                ];
                string? Named(string? party) => party is null ? null : nameOf(party);
            }),
        ]);
}
