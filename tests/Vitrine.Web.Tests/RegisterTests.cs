using System.Net;
using System.Text;
using System.Text.Json;
using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Web.Tests;

/// <summary>The public register over HTTP: pages and files answer one question with the same rows.</summary>
public sealed class RegisterTests(RegisterTests.Filled filled, BrowserFixture browsers) : IClassFixture<RegisterTests.Filled>, IClassFixture<BrowserFixture>
{
    private SiteFixture Site => filled.Site;

    [Fact]
    public async Task Certificates_FilteredAndSorted_FilesHaveExactlyThePagesRows()
    {
        foreach (var query in (string[])["", "?state=suspended", "?laboratory=other-lab&sort=-until", "?q=gateway+lumen&tier=targeted", "?authority=office&sort=product", "?q=none-of-these"])
        {
            var (csv, json) = (await CsvAsync($"{Routes.Certificates}.csv{query}"), await JsonAsync($"{Routes.Certificates}.json{query}"));
            var page = await TextAsync(Routes.Certificates + query);
            var digests = csv.Skip(1).Select(row => row[0]).ToList();

            Assert.Equal(CertificateExport.Columns, csv[0]);
            Assert.Equal(digests, json.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("certificate").GetString()));
            Assert.Equal(digests.Take(TableState.UsualPage), Linked(page));
            Assert.Equal(digests.Count, json.GetProperty("count").GetInt32());
            Assert.Equal(CertificateExport.Definition, json.GetProperty("definition").GetString());
        }
    }

    [Theory]
    [InlineData(Routes.Products, "product,name,vendor,vendorName,class,regimes", EntityEndpoints.ProductDefinition)]
    [InlineData(Routes.Laboratories, "laboratory,name,countries,inThisCentre,accreditationsThatHold,accreditations", EntityEndpoints.LaboratoryDefinition)]
    public async Task ProductsAndLaboratories_FilteredAndSorted_FilesHaveThePagesRowsAndSayWhatIsCounted(string path, string columns, string definition)
    {
        foreach (var query in (string[])["", "?q=first", "?sort=-name", "?sort=-product", "?q=none-of-these"])
        {
            var (csv, json, page) = (await CsvAsync($"{path}.csv{query}"), await JsonAsync($"{path}.json{query}"), await TextAsync(path + query));
            Assert.Equal(columns, string.Join(',', csv[0]));
            Assert.Equal(csv.Skip(1).Select(row => row[0]), json.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty(csv[0][0]).GetString()));
            Assert.Equal(definition, json.GetProperty("definition").GetString());
            Assert.Equal(csv.Count - 1, json.GetProperty("count").GetInt32());
            Assert.All(csv.Skip(1), row => Assert.Contains(row[0], page, StringComparison.Ordinal));
            Assert.Equal(query == "?q=none-of-these", csv.Count == 1);
        }

        Assert.Contains("Products are not reviews", await TextAsync(Routes.Products), StringComparison.Ordinal);
        var laboratory = (await CsvAsync($"{Routes.Laboratories}.csv?q=first")).Skip(1).Single();
        Assert.Equal(["first-lab", "First Laboratory", "NO", "false", "1", "ISO/IEC 17025 (holds); ISO/IEC 17020, type A (withdrawn)"], laboratory);
    }

    [Fact]
    public async Task Certificate_WhoseTreeWasReleasedAsSomethingElse_HasNoReleaseInItsChain()
    {
        Task<string> PageOf(string product) => TextAsync(Routes.Certificate(filled.Fill.Made.First(one => one.Product == product).Certificate.ToHex()));
        Assert.Contains("Version 1.2.0", await PageOf("Lumen Gateway"), StringComparison.Ordinal);
        Assert.Contains("Nothing was released as this product from this seal.", await PageOf("Halden Update Agent"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificates_EachChoice_LeavesOnlyWhatItSays()
    {
        var all = (await CsvAsync($"{Routes.Certificates}.csv")).Skip(1).ToList();
        var (state, laboratory, tier) = (Column("state"), Column("laboratory"), Column("tier"));
        Assert.Equal(filled.Fill.Made.Count, all.Count);
        foreach (var (key, column) in ((string, int)[])[("state", state), ("laboratory", laboratory), ("tier", tier)])
        {
            foreach (var group in all.GroupBy(row => row[column]))
            {
                var rows = (await CsvAsync($"{Routes.Certificates}.csv?{key}={group.Key}")).Skip(1).ToList();
                Assert.Equal(group.Count(), rows.Count);
                Assert.All(rows, row => Assert.Equal(group.Key, row[column]));
            }
        }

        Assert.Superset(new HashSet<string> { "valid", "stale", "expired", "suspended", "withdrawn", "superseded", "revoked", "refused" }, all.Select(row => row[state]).ToHashSet());
    }

    [Fact]
    public async Task Certificates_OnAnotherPage_AreTheNextRowsAndEverySortTurns()
    {
        var digests = (await CsvAsync($"{Routes.Certificates}.csv?sort=until")).Skip(1).Select(row => row[0]).ToList();
        Assert.Equal(digests.Skip(TableState.UsualPage).Take(TableState.UsualPage), Linked(await TextAsync($"{Routes.Certificates}?sort=until&page=2")));
        Assert.Equal(digests.Chunk(TableState.UsualPage).Last(), Linked(await TextAsync($"{Routes.Certificates}?sort=until&page=999")));
        foreach (var key in (string[])["product", "state", "laboratory", "authority", "tier", "issued", "until"])
        {
            var (up, down) = (await CsvAsync($"{Routes.Certificates}.csv?sort={key}"), await CsvAsync($"{Routes.Certificates}.csv?sort=-{key}"));
            Assert.Equal(up.Count, down.Count);
            Assert.NotEqual(up.Select(row => row[0]), down.Select(row => row[0]));
        }
    }

    [Fact]
    public async Task Certificates_AsOfADay_ReadAsTheyStoodThen()
    {
        var first = filled.Fill.Made[0];
        var day = first.Issued.ToString("yyyy-MM-dd");
        var rows = (await CsvAsync($"{Routes.Certificates}.csv?on={day}")).Skip(1).ToList();

        Assert.NotEmpty(rows);
        Assert.True(rows.Count < filled.Fill.Made.Count);
        Assert.All(rows, row => Assert.True(string.CompareOrdinal(row[Column("issued")], $"{day}T23:59:59Z") <= 0));
        Assert.Contains($"as it stood at the end of {day}", await TextAsync($"{Routes.Certificates}?on={day}"), StringComparison.Ordinal);
        Assert.Contains($"as it stood at the end of {day}", await TextAsync($"{Routes.Certificate(first.Certificate.ToHex())}?on={day}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"{Routes.Certificate(first.Certificate.ToHex())}?on=2020-01-01"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync($"{Routes.Certificates}?on=yesterday"));
    }

    [Fact]
    public async Task Certificate_ThatIsHeld_ShowsItsHistoryWithTheStatusThatSaysIt()
    {
        var suspended = (await CsvAsync($"{Routes.Certificates}.csv?state=suspended"))[1][0];
        var page = await TextAsync(Routes.Certificate(suspended));

        Assert.Contains("Suspended it.", page, StringComparison.Ordinal);
        Assert.Contains("A finding about the update channel is disputed.", page, StringComparison.Ordinal);
        Assert.Contains("Status 1", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("p-[0-9a-f]{12}", page);
        Assert.Equal("suspended", (await JsonAsync(Routes.CertificateJson(suspended))).GetProperty("rows")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task Change_ByTheLaboratory_IsRecordedWithItsReasonAndOthersFindNothing()
    {
        var valid = (await CsvAsync($"{Routes.Certificates}.csv?state=valid&laboratory=lab"))[^1][0];
        var (ruth, rob, astrid) = (await Site.SignInAsync("ruth"), await Site.SignInAsync("rob"), await Site.SignInAsync("astrid"));
        var address = Routes.ChangeCertificate(valid);
        Assert.Equal(HttpStatusCode.NotFound, (await rob.GetAsync(address)).Status);
        Assert.Contains("Suspend it", (await ruth.GetAsync(address)).Page, StringComparison.Ordinal);

        using (var incomplete = await ruth.PostAsync(address, ("change", "supersede"), ("reason", "")))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, incomplete.StatusCode);
        }

        using (var suspended = await ruth.PostAsync(address, ("change", "suspend"), ("reason", "A reader doubts it.")))
        {
            Assert.Equal(Routes.Certificate(valid), suspended.Headers.Location?.OriginalString);
        }

        var page = (await ruth.GetAsync(Routes.Certificate(valid))).Page;
        Assert.Contains("A reader doubts it.", page, StringComparison.Ordinal);
        Assert.Contains("ruth, Laboratory Nine", page, StringComparison.Ordinal);
        Assert.DoesNotContain("ruth,", await TextAsync(Routes.Certificate(valid)), StringComparison.Ordinal);

        await astrid.GetAsync(address);
        using (var refused = await astrid.PostAsync(address, ("change", "reinstate"), ("reason", "It is not ours to lift.")))
        {
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        }

        await ruth.GetAsync(address);
        using (var lifted = await ruth.PostAsync(address, ("change", "reinstate"), ("reason", "The doubt is settled.")))
        {
            Assert.Equal(HttpStatusCode.Redirect, lifted.StatusCode);
        }
    }

    [Fact]
    public async Task Register_Searched_FindsCertificatesProductsAndImportedRows()
    {
        var page = await TextAsync($"{Routes.Register}?q=lumen");
        Assert.Contains("Lumen Gateway", page, StringComparison.Ordinal);
        Assert.Contains("Щит 3", WebUtility.HtmlDecode(await TextAsync($"{Routes.Register}?q={Uri.EscapeDataString("щит 3")}")), StringComparison.Ordinal);
        Assert.Contains("Nothing in the register", await TextAsync($"{Routes.Register}?q=unobtainium"), StringComparison.Ordinal);
        Assert.Contains("Products are not reviews", await TextAsync(Routes.Register), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Register_EveryTable_IsHadAsCsvAndJson()
    {
        foreach (var path in (string[])[Routes.Certificates, Routes.RegisterEngagements, Routes.RegisterLaboratories, Routes.RegisterImported, Routes.Transparency, Routes.RegisterProduct])
        {
            var query = path == Routes.RegisterProduct ? "?vendor=acme&name=Lumen%20Gateway" : "";
            using var answer = await Site.Http.GetAsync(new Uri($"{path}.csv{query}", UriKind.Relative));
            Assert.Equal("text/csv; charset=utf-8; header=present", answer.Content.Headers.ContentType!.ToString());
            var csv = CsvText.Read(await answer.Content.ReadAsByteArrayAsync());
            var json = await JsonAsync($"{path}.json{query}");
            Assert.Equal(csv.Count - 1, json.GetProperty("count").GetInt32());
            Assert.NotEqual("", json.GetProperty("definition").GetString());
            Assert.All(csv, row => Assert.Equal(csv[0].Fields.Length, row.Fields.Length));
        }

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"{Routes.RegisterProduct}?vendor=acme&name=None"));
    }

    [Fact]
    public async Task Imported_WithAFormulaInIt_IsWrittenSoThatNoSpreadsheetRunsIt()
    {
        using var answer = await Site.Http.GetAsync(new Uri($"{Routes.RegisterImported}.csv", UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Contains("'=HYPERLINK", text, StringComparison.Ordinal);
        Assert.DoesNotContain(",=HYPERLINK", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"=HYPERLINK", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Engagements_ByTheirPolicies_ShowWhatTheseShowAndNothingElse()
    {
        var rows = (await JsonAsync($"{Routes.RegisterEngagements}.json")).GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(5, rows.Count);
        var harrier = rows.Single(row => row.GetProperty("product").GetString() == "Harrier Sensor");
        Assert.Equal(("Acme Works", "Laboratory Nine", "The Office", "Requested"), (harrier.GetProperty("vendor").GetString(), harrier.GetProperty("laboratory").GetString(), harrier.GetProperty("authority").GetString(), harrier.GetProperty("state").GetString()));
        var opened = Room.PublicationCommitment.Verify(Encoding.UTF8.GetBytes(harrier.GetProperty("opening").GetString()!), Proofs.Digest.ParseHex(harrier.GetProperty("commitment").GetString()!))!;
        Assert.Equal("Harrier Sensor", opened["product"]);
        var partly = rows.Single(row => row.GetProperty("shown").GetBoolean() && row.GetProperty("product").ValueKind == JsonValueKind.Null);
        Assert.Equal(("Overview", "The Office", null), (partly.GetProperty("tier").GetString(), partly.GetProperty("authority").GetString(), partly.GetProperty("vendor").GetString()));
        Assert.Equal(["From 2030-05-01", "Never", "Once it is decided"], rows.Where(row => !row.GetProperty("shown").GetBoolean()).Select(row => row.GetProperty("from").GetString()!).Order());
        foreach (var path in (string[])[Routes.RegisterEngagements, $"{Routes.RegisterEngagements}.csv", $"{Routes.RegisterEngagements}.json", Routes.Transparency, $"{Routes.Register}?q=hidden"])
        {
            Assert.DoesNotContain("Hidden Product", await TextAsync(path), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Pages_OfTheRegister_KeepTheRulesInBothSizes()
    {
        var rows = (await CsvAsync($"{Routes.Certificates}.csv")).Skip(1).ToList();
        string Of(string state) => Routes.Certificate(rows.First(row => row[Column("state")] == state)[0]);
        var problems = new List<string>();
        await using var people = new PageTests.People(browsers.Chromium, Site);
        await PageTests.SeeAsync(
            people,
            [
                new("register", "", Routes.Register),
                new("register-search", "", $"{Routes.Register}?q=lumen"),
                new("register-search-none", "", $"{Routes.Register}?q=unobtainium"),
                new("certificates-full", "", Routes.Certificates),
                new("certificates-filtered", "", $"{Routes.Certificates}?state=suspended&sort=-until"),
                new("certificates-none", "", $"{Routes.Certificates}?q=unobtainium"),
                new("certificates-day", "", $"{Routes.Certificates}?on={filled.Fill.Made[0].Issued:yyyy-MM-dd}"),
                new("certificates-wrong-day", "", $"{Routes.Certificates}?on=yesterday", 400),
                new("certificate-suspended", "", Of("suspended")),
                new("certificate-superseded", "", Of("superseded")),
                new("certificate-stale", "", Of("stale")),
                new("certificate-withdrawn", "", Of("withdrawn")),
                new("certificate-own", "ruth", Routes.Certificate(rows.First(row => row[Column("state")] == "valid" && row[Column("laboratory")] == "lab")[0])),
                new("change", "ruth", $"{Routes.Certificate(rows.First(row => row[Column("state")] == "valid" && row[Column("laboratory")] == "lab")[0])}/change"),
                new("change-wrong", "ruth", $"{Routes.Certificate(rows.First(row => row[Column("state")] == "valid" && row[Column("laboratory")] == "lab")[0])}/change", Do: PageTests.SubmitAsync),
                new("change-over", "ruth", $"{Routes.Certificate(rows.First(row => row[Column("state")] == "withdrawn" && row[Column("laboratory")] == "lab")[0])}/change"),
                new("register-engagements", "", Routes.RegisterEngagements),
                new("register-laboratories", "", Routes.RegisterLaboratories),
                new("register-imported", "", Routes.RegisterImported),
                new("product-history", "", Routes.ProductHistory("acme", "Lumen Gateway")),
                new("product-history-long", "", Routes.ProductHistory("acme", PageTests.LongName)),
                new("transparency", "", Routes.Transparency),
                new("transparency-wrong", "", $"{Routes.Transparency}?from=2026-03-02&until=2026-03-01", 400),
            ],
            problems);
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Fact]
    public async Task Transparency_OverThePeriod_CountsWithDefinitionsAndNamesOnlyWhoIsPublic()
    {
        await Site.Centre.RecordAsync(new Room.EngagementRequested("e-quiet", "Secret Product", "1", "other-host", "other-lab", "other-office", Room.Tier.Full, "Nobody shall know."), Actor.Console, CancellationToken.None);
        var rows = (await JsonAsync($"{Routes.Transparency}.json")).GetProperty("rows").EnumerateArray().ToList();
        long Value(string group, string figure, string? of = null) => rows.Single(row => row.GetProperty("group").GetString() == group && row.GetProperty("figure").GetString() == figure
            && row.GetProperty("of").GetString() == of).GetProperty("value").GetInt64();

        using var views = Site.Centre.Snapshot();
        Assert.Equal(Room.Engagements.List(views).Count, Value("count", "demands"));
        Assert.True(Value("authority", "demands", "not named") >= 1);
        Assert.Equal((long)TimeSpan.FromHours(7).TotalSeconds, Value("delay", "median", "screened"));
        Assert.Equal((long)TimeSpan.FromHours(20).TotalSeconds, Value("delay", "median", "disclosed"));
        Assert.All(rows, row => Assert.EndsWith(".", row.GetProperty("definition").GetString(), StringComparison.Ordinal));
        var page = await TextAsync(Routes.Transparency);
        Assert.DoesNotContain("Secret Product", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret Product", await TextAsync(Routes.RegisterEngagements), StringComparison.Ordinal);
        Assert.Contains("Nothing in the register", await TextAsync($"{Routes.Register}?q=secret+product"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync($"{Routes.Transparency}?from=2026-03-02&until=2026-03-01"));
        Assert.Equal(0, (await JsonAsync($"{Routes.Transparency}.json?from=2020-01-01&until=2020-12-31")).GetProperty("rows")[0].GetProperty("value").GetInt64());
    }

    private static int Column(string name) => CertificateExport.Columns.ToList().IndexOf(name);

    private static List<string> Linked(string page)
    {
        var digests = new List<string>();
        for (var at = 0; (at = page.IndexOf("class=\"row-link\" href=\"/certificates/", at, StringComparison.Ordinal)) >= 0; at++)
        {
            digests.Add(page.Substring(at + "class=\"row-link\" href=\"/certificates/".Length, 64));
        }

        return digests;
    }

    private async Task<string> TextAsync(string path)
    {
        using var answer = await Site.Http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var answer = await Site.Http.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }

    private async Task<List<string[]>> CsvAsync(string path) => [.. CsvText.Read(Encoding.UTF8.GetBytes(await TextAsync(path))).Select(row => row.Fields)];

    private async Task<JsonElement> JsonAsync(string path) => JsonDocument.Parse(await TextAsync(path)).RootElement;

    /// <summary>A site whose register has something in every state.</summary>
    public sealed class Filled : IAsyncLifetime
    {
        public SiteFixture Site { get; } = new();

        internal RegisterFill Fill { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            await Site.InitializeAsync();
            Fill = new RegisterFill(Site);
            await Fill.CertificatesAsync(PageTests.Pictures is null ? 72 : 200, PageTests.LongName);
            await Fill.ReleaseAsync("Lumen Gateway", "1.2.0");
            await Fill.ChangeAsync("Arden Archive", "2.0.0");
            await Fill.EngagementsAsync();
            await Fill.ImportAsync(20);
            await Fill.EntitiesAsync();
        }

        public Task DisposeAsync() => Site.DisposeAsync();
    }
}
