using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;
using static Vitrine.Web.Tests.PageTests;

namespace Vitrine.Web.Tests;

/// <summary>The pages of parties, laboratories, products and independence, with names in six scripts, long ones, and claims of every state.</summary>
public sealed class PartyPageTests(SiteFixture site, BrowserFixture browsers) : IClassFixture<SiteFixture>, IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task Pages_OfPartiesAndIndependence_KeepTheRulesInBothSizes()
    {
        var problems = new List<string>();
        await using var people = new PageTests.People(browsers.Chromium, site);
        await SeeAsync(people, await ScenesAsync(), problems);

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    private const string LongName = "Federal Enterprise for the Certification, Testing and Continuous Supervision of Industrial Control Systems and Software, North";

    private async Task<IEnumerable<Scene>> ScenesAsync()
    {
        await RecordAsync();
        return
        [
            new("products-empty", "", $"{Routes.Products}?q=nothing"),
            new("parties", "", Routes.Parties),
            new("parties-filtered", "", $"{Routes.Parties}?q=лаб&kind=organisation"),
            new("parties-none", "", $"{Routes.Parties}?q=unobtainium"),
            new("party-empty", "", Routes.Party("other-office")),
            new("party", "", Routes.Party("lab")),
            new("party-long", "ada", Routes.Party("long")),
            new("party-none", "", Routes.Party("nobody"), 404),
            new("laboratories", "", Routes.Laboratories),
            new("laboratories-filtered", "", $"{Routes.Laboratories}?q=lab"),
            new("laboratories-none", "", $"{Routes.Laboratories}?q=unobtainium"),
            new("products", "", Routes.Products),
            new("products-filtered", "", $"{Routes.Products}?q=halden"),
            new("claim", "", Routes.Claim("own-1")),
            new("claim-reply", "ruth", Routes.Claim("office-1")),
            new("claim-reply-wrong", "ruth", Routes.Claim("office-1"), Do: SubmitEmptyAsync),
            new("claim-withdrawn", "ada", Routes.Claim("own-2")),
            new("claim-accreditation", "", Routes.Claim("acc-1")),
            new("tie", "ada", Routes.RecordTie("lab")),
            new("tie-wrong", "ada", Routes.RecordTie("lab"), Do: async page =>
            {
                await page.EvaluateAsync("for (const form of document.querySelectorAll('main form')) form.noValidate = true");
                await page.FillAsync("#other", "nobody");
                await page.FillAsync("#share", "much");
                await SubmitAsync(page);
            }),
            new("independence", "", Routes.Independence),
            new("independence-no", "", $"{Routes.Independence}?subject=lab&of=acme&bar=third-party"),
            new("independence-house", "", $"{Routes.Independence}?subject=other-lab&of=acme&bar=in-house"),
            new("independence-unknown", "", $"{Routes.Independence}?subject=office&of=acme&bar=influence&on=2026-01-01"),
            new("independence-long", "", $"{Routes.Independence}?subject=long&of=lab&bar=influence"),
            new("independence-wrong", "", $"{Routes.Independence}?subject=nobody&of=acme&bar=own&own=bar+Mine%0Aownershp+none&on=soon"),
        ];
    }

    private async Task RecordAsync()
    {
        (string Id, EntityKind Kind, string Name, string[] Aliases, string[] Countries)[] entities =
        [
            ("holding", EntityKind.Organisation, "Полярная Лаборатория Холдинг", ["Polar Laboratory Holding", "ポーラーホールディングス"], ["RU", "CY"]),
            ("fund", EntityKind.Organisation, "صندوق الاستثمار الدولي", ["International Investment Fund"], ["AE"]),
            ("p-anna", EntityKind.Person, "Άννα Παπαδοπούλου", ["Anna Papadopoulou"], ["GR"]),
            ("p-chen", EntityKind.Person, "陳大文", [], ["TW"]),
            ("p-levi", EntityKind.Person, "מרים לוי", ["Miriam Levi"], []),
            ("long", EntityKind.PublicBody, LongName, [LongName + " (formerly)"], ["NO", "SE", "DK"]),
        ];
        foreach (var (id, kind, name, aliases, countries) in entities)
        {
            await RecordAsync(new EntityRecorded(id, kind, name, [.. aliases], [.. countries], null));
        }

        Source register = new("Company register", "https://register.example/extracts/4711", new DateOnly(2026, 2, 1), 'A'), paper = new("A newspaper", null, new DateOnly(2026, 1, 15), 'D');
        TieClaimed[] ties =
        [
            new("own-1", TieKind.Ownership, "holding", "lab", Share.Exactly(60), null, new DateOnly(2019, 5, 1), null, register),
            new("own-2", TieKind.Ownership, "fund", "lab", new Share(25, 50), null, null, null, paper),
            new("own-3", TieKind.Ownership, "p-anna", "holding", Share.Exactly(100), null, new DateOnly(2018, 1, 1), null, register),
            new("own-4", TieKind.Ownership, "holding", "acme", Share.Exactly(30), "Class A shares", new DateOnly(2021, 1, 1), null, register),
            new("own-5", TieKind.Ownership, "fund", "acme", null, null, new DateOnly(2022, 1, 1), null, paper),
            new("own-6", TieKind.Ownership, "p-chen", "other-lab", Share.Exactly(80), null, new DateOnly(2020, 1, 1), null, register),
            new("own-7", TieKind.Ownership, "p-levi", "other-lab", Share.Exactly(70), null, new DateOnly(2020, 1, 1), null, register),
            new("office-1", TieKind.Office, "p-anna", "lab", null, "Managing director", new DateOnly(2020, 3, 1), new DateOnly(2025, 6, 1), register),
            new("office-2", TieKind.Office, "p-anna", "acme", null, "Member of the board", new DateOnly(2021, 3, 1), null, register),
            new("office-3", TieKind.Office, "p-chen", "other-lab", null, "Managing director", new DateOnly(2020, 3, 1), null, register),
            new("pay-1", TieKind.Payment, "acme", "lab", Share.Exactly(12), "Test of a gateway, 2025", new DateOnly(2025, 4, 1), new DateOnly(2025, 4, 2), register),
            new("found-1", TieKind.Founding, "long", "office", null, "By decree", new DateOnly(1998, 1, 1), null, register),
            new("own-8", TieKind.Ownership, "long", "lab", Share.Exactly(5), null, new DateOnly(2020, 1, 1), null, register),
        ];
        foreach (var tie in ties)
        {
            await RecordAsync(tie);
        }

        await RecordAsync(new OwnersUnknown("gap-1", "acme", OwnersGap.SubjectExemptFromDisclosure, null, null, paper));
        await RecordAsync(new AccreditationRecorded("acc-1", "lab", "ISO/IEC 17020, Northern Accreditation", InspectionType.C, "Review of source code of network products", new DateOnly(2024, 1, 1), new DateOnly(2028, 1, 1), register));
        await RecordAsync(new ClaimReplied("own-1", "lab", "The share was sold in 2024; the register lags.\nSee our annual report."));
        await RecordAsync(new ClaimWithdrawn("own-2", "It spoke of another fund."));
        await RecordAsync(new ProductRecorded("halden", "Halden Update Agent", "acme", "update agent"));
        await RecordAsync(new ProductRecorded("long-product", LongName, "long", "industrial controller"));
        await RecordAsync(new RegimeRecorded("order-17", "office", "Order 17 on software of public service", ["update agent", "antivirus"], "Before a public body buys it"));
    }

    private Task<LogIndex> RecordAsync(Act act) => site.Centre.RecordAsync(act, Actor.Console, CancellationToken.None);
}
