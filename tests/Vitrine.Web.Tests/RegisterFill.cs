using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;
using Vitrine.Release;
using Vitrine.Room;

namespace Vitrine.Web.Tests;

/// <summary>Fills a site's register: engagements with certificates in every state, releases, and a register of others.</summary>
internal sealed class RegisterFill(SiteFixture site)
{
    private static readonly string[] Names = ["Halden Update Agent", "Lumen Gateway", "Arden Archive", "Kestrel Endpoint", "Northlight Scanner", "Borealis Mail Filter", "Osprey Sandbox", "Tern Firewall", "Vesper Console", "Wren Inspector"];

    /// <summary>The certificates made, oldest first.</summary>
    public List<CertificateIssued> Made { get; } = [];

    /// <summary>Makes certificates of the fixture's seal, some of which are then suspended, withdrawn, superseded and revoked.</summary>
    /// <param name="count">How many.</param>
    /// <param name="longName">The name of one product among them.</param>
    public async Task CertificatesAsync(int count, string? longName = null)
    {
        using var keys = PartyKeys.Read(site.Centre.Keys.PartyFolder("lab"));
        using var others = PartyKeys.Read(site.Centre.Keys.PartyFolder("other-lab"));
        var products = longName is null ? Names : [longName, .. Names];
        for (var i = 0; i < count; i += 10)
        {
            var (product, version) = (products[i / 10 % products.Length], $"{1 + (i / 10 / products.Length)}.{i / 10 % 7}.0");
            var (laboratory, authority) = i % 30 == 20 ? ("other-lab", "other-office") : ("lab", "office");
            var id = await OpenAsync(product, version, laboratory, authority, (Tier)(i / 10 % 3));
            for (var j = i; j < Math.Min(i + 10, count); j++)
            {
                await CertifyAsync(id, product, version, laboratory, (Tier)(i / 10 % 3), laboratory == "lab" ? keys.Signing : others.Signing, j % 9 != 8, j % 7 == 6 ? 1 : 30 + (j * 11 % 700));
            }
        }

        var certified = Made.Where(one => one.Certified).ToList();
        foreach (var (one, i) in certified.Select((one, i) => (one, i)))
        {
            Act? act = (i % 12) switch
            {
                2 => new CertificateSuspended(one.Certificate, "A finding about the update channel is disputed."),
                5 => new CertificateWithdrawn(one.Certificate, "It was issued on the wrong tree."),
                7 => new Revoked(RevokedKind.Certificate, one.Certificate, "The laboratory’s key was at risk."),
                9 when certified.Skip(i + 1).FirstOrDefault(later => later.Product == one.Product) is { } later => new CertificateSuperseded(one.Certificate, later.Certificate, "Renewed."),
                _ => null,
            };
            if (act is not null)
            {
                await RecordAsync(act);
            }
        }

        await StatusDesk.IssueAsync(site.Centre, StatusDesk.DefaultValidity, Actor.Console, CancellationToken.None);
        site.Time.Now = site.Time.Now.AddDays(2);
    }

    /// <summary>Releases a product from the fixture's seal.</summary>
    public async Task ReleaseAsync(string product, string version)
    {
        using var keys = PartyKeys.Read(site.Centre.Keys.PartyFolder("acme"));
        var file = Digest.Of(System.Text.Encoding.UTF8.GetBytes($"{product} {version}"));
        var release = StagedStatement.Stage(
            site.Centre.Paths, new ReleasePredicate(product, version, "stable", site.Root.Value, "acme", UtcTime.Whole(site.Time.Now)).Of([Subject.File("agent.deb", file)]), keys.Signing);
        await RecordAsync(new Released(site.Root.Value, release, product, version, "acme", [new ShippedFile("agent.deb", file)]));
        await site.Centre.PublishedAsync(release, CancellationToken.None);
    }

    /// <summary>Releases a product from another tree than the fixture's, so that its certificates are stale.</summary>
    public async Task ChangeAsync(string product, string version)
    {
        using var keys = PartyKeys.Read(site.Centre.Keys.PartyFolder("acme"));
        var (seal, file) = (Digest.Of(System.Text.Encoding.UTF8.GetBytes($"tree of {product} {version}")), Digest.Of(System.Text.Encoding.UTF8.GetBytes($"{product} {version}")));
        await RecordAsync(new Vitrine.Seals.SealMade(seal, "acme", product, version, "directory", 12, 34_000, []));
        var release = StagedStatement.Stage(
            site.Centre.Paths, new ReleasePredicate(product, version, "stable", seal, "acme", UtcTime.Whole(site.Time.Now)).Of([Subject.File("agent.deb", file)]), keys.Signing);
        await RecordAsync(new Released(seal, release, product, version, "acme", [new ShippedFile("agent.deb", file)]));
        await site.Centre.PublishedAsync(release, CancellationToken.None);
    }

    /// <summary>Requests with a publication policy: shown now, from a day on, once decided, never.</summary>
    public async Task EngagementsAsync()
    {
        foreach (var (product, when, shown) in ((string, PublicationTime, PublicField[])[])[
            ("Harrier Sensor", PublicationTime.Now, [.. Publications.Everything]), ("Hidden Product", PublicationTime.Now, [PublicField.Tier, PublicField.Authority]),
            ("Hidden Product", PublicationTime.OnDate, [.. Publications.Everything]), ("Hidden Product", PublicationTime.OnDecision, [PublicField.Product]), ("Hidden Product", PublicationTime.Never, [PublicField.Product])])
        {
            var id = Engagements.NewId();
            await RecordAsync(new EngagementRequested(id, product, "3.1", "acme", "lab", "office", Tier.Overview, "To see how updates are accepted."));
            await Publications.ChooseAsync(site.Centre, id, when, when == PublicationTime.OnDate ? new DateOnly(2030, 5, 1) : null, shown, Actor.Console, CancellationToken.None);
        }
    }

    /// <summary>Two laboratories with accreditations, and two products of which one falls under a regime.</summary>
    public async Task EntitiesAsync()
    {
        var source = new Source("The accreditation body’s list", "https://list.example", new DateOnly(2026, 3, 1), 'A');
        foreach (var (id, name, country) in new[] { ("first-lab", "First Laboratory", "NO"), ("second-lab", "Second Laboratory", "FI"), ("first-maker", "First Maker", "NO"), ("state", "The state office", "NO") })
        {
            await RecordAsync(new EntityRecorded(id, EntityKind.Organisation, name, [], [country], null));
        }

        await RecordAsync(new AccreditationRecorded("acc-1", "first-lab", "ISO/IEC 17025", null, "Software", new DateOnly(2025, 1, 1), null, source));
        await RecordAsync(new AccreditationRecorded("acc-2", "first-lab", "ISO/IEC 17020", InspectionType.A, "Software", new DateOnly(2025, 1, 1), null, source));
        await RecordAsync(new ClaimWithdrawn("acc-2", "It ended."));
        await RecordAsync(new AccreditationRecorded("acc-3", "second-lab", "ISO/IEC 17025", null, "Software", new DateOnly(2020, 1, 1), new DateOnly(2024, 1, 1), source));
        await RecordAsync(new ProductRecorded("agent", "First Agent", "first-maker", "antivirus"));
        await RecordAsync(new ProductRecorded("box", "A firewall", "first-maker", "firewall"));
        await RecordAsync(new RegimeRecorded("r-1", "state", "The ordinance on antivirus", ["antivirus"], "Placing on the market"));
    }

    /// <summary>Imports a register of others, of so many rows.</summary>
    public Task<int> ImportAsync(int rows)
    {
        var made = Enumerable.Range(0, rows).Select(i => new ImportedCertificate(
            $"{4000 + i}",
            new DateOnly(2019, 1, 22).AddDays(i * 11),
            i % 5 == 4 ? null : new DateOnly(2025, 1, 22).AddDays(i * 37),
            i % 11 == 3 ? CertificateState.Suspended : null,
            i % 3 == 0 ? $"Средство антивирусной защиты «Щит {i}», версия 11" : $"Enterprise gateway {i} for industrial controllers and public service, long-term edition",
            "Требования доверия(4), Требования к САВЗ",
            i % 2 == 0 ? "серия" : "партия",
            "АО «Лаборатория»",
            "ООО «Орган»",
            i == 1 ? "=HYPERLINK(\"https://example.org\")" : $"АО «Заявитель {i}»",
            "125212, г. Москва",
            "31.12.2030"));
        return ImportedRegisters.ImportAsync(
            site.Centre, FstecFormat.Write(made), CertificatesFormat.Fstec, "fstec", "FSTEC register, sample", "https://reestr.fstec.ru/reg3, by hand", DateOnly.FromDateTime(site.Time.Now.UtcDateTime), Actor.Console, CancellationToken.None);
    }

    private async Task<string> OpenAsync(string product, string version, string laboratory, string authority, Tier tier)
    {
        var id = Engagements.NewId();
        await RecordAsync(new EngagementRequested(id, product, version, "acme", laboratory, authority, tier, "Whether an update can be installed without the vendor’s signature."));
        await RecordAsync(new DisclosurePrepared(id, site.Root.Value, ["**"], ["LogStore.cs"], new ScopeCounts(9, 10, 90_000, 2_000), new ScreeningCounts(0, 0, 0)));
        site.Time.Now = site.Time.Now.AddHours(7);
        await site.DiscloseAsync(id);
        site.Time.Now = site.Time.Now.AddHours(20);
        await RecordAsync(new RoomOpened(id));
        return id;
    }

    private async Task CertifyAsync(string id, string product, string version, string laboratory, Tier tier, SigningKey key, bool certified, int days)
    {
        var now = UtcTime.Whole(site.Time.Now);
        var ledger = site.Centre.LedgerCheckpoint();
        var review = new ReviewPredicate(
            id, product, version, Enum.Parse<ReviewTier>(tier.ToString()), new ReviewScope(["**"], ["LogStore.cs"], 9, 10, 90_000), new ReviewCoverage((ulong)(Made.Count * 37 % 2000), 2000, 2),
            new Laboratory(laboratory, laboratory), new ReviewFindings(0, 0, 1, 2, 0), certified ? ReviewConclusion.Certified : ReviewConclusion.Refused, now, now.AddDays(days), new TreeHead(ledger.Origin, ledger.Size, ledger.Root));
        var root = site.Root.Value;
        var reviewed = StagedStatement.Stage(site.Centre.Paths, review.Of(root), key);
        var certificate = StagedStatement.Stage(site.Centre.Paths, VsaPredicate.For(review, root, reviewed, $"vitrine:party:{laboratory}", CertificateDesk.PolicyUri).Of(root), key);
        var act = new CertificateIssued(certificate, reviewed, id, root, product, version, laboratory, certified, now, now.AddDays(days));
        await RecordAsync(act);
        Made.Add(act);
        site.Time.Now = site.Time.Now.AddMinutes(30);
    }

    private Task<LogIndex> RecordAsync(Act act) => site.Centre.RecordAsync(act, Actor.Console, CancellationToken.None);
}
