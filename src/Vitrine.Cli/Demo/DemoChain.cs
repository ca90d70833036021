using System.Diagnostics;
using System.Text;
using Vitrine.Centre;
using Vitrine.Register;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Cli;

/// <summary>The demo's parties and what they do, in order. Every name is invented; everything else is real.</summary>
internal sealed class DemoChain : IAsyncDisposable
{
    private const string Product = "Vitrine Proofs";
    private const string Host = "halden";
    private const string Laboratory = "nordlys";
    private const string Authority = "example-authority";
    private const string Scope = "src/Vitrine.Proofs/**";

    private readonly DemoFolder _folder;
    private readonly DemoReport _report;
    private readonly OpenCentre _centre;
    private readonly SealStore _seals;
    private readonly string _repository;
    private readonly string _commit;
    private DemoSite? _site;

    private DemoChain(DemoFolder folder, DemoReport report, OpenCentre centre, string repository, string commit)
    {
        (_folder, _report, _centre, _repository, _commit) = (folder, report, centre, repository, commit);
        _seals = SealDesk.Store(centre);
    }

    public static async Task<DemoChain> StartAsync(DemoFolder folder, DemoReport report, CancellationToken cancellationToken)
    {
        var repository = DemoFolder.Repository();
        var commit = await HeadAsync(repository, cancellationToken);
        DemoReport.Title($"Vitrine, the chain on real input: its own repository at {commit[..12]}");
        var centre = await OpenCentre.CreateAsync(folder.Centre, "Vitrine demo centre", CentreOption.Parts, TimeProvider.System, cancellationToken);
        await Parties.RegisterAsync(centre, Host, "Halden Update Works", PartyKind.Host, centre.Keys.PartyFolder(Host), Actor.Console, cancellationToken);
        await Parties.RegisterAsync(centre, Laboratory, "Laboratory Nordlys", PartyKind.Laboratory, centre.Keys.PartyFolder(Laboratory), Actor.Console, cancellationToken);
        await Parties.RegisterAsync(centre, Authority, "Example Authority", PartyKind.Authority, centre.Keys.PartyFolder(Authority), Actor.Console, cancellationToken);
        report.Step("parties", true, "a vendor, a laboratory and an authority, each with its own keys (all three invented)");
        return new DemoChain(folder, report, centre, repository, commit);
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var root = await SealAsync(cancellationToken);
        var engagement = await ReviewAsync(root, cancellationToken);
        await RecordAsync(engagement, cancellationToken);
        var gate = new DemoGate(_folder, _report, _centre);
        var shipping = new DemoShipping(_folder, _report, _centre, _seals, gate, _repository, _commit, Product, Host);
        var (shipped, release) = await shipping.RunAsync(root, cancellationToken);
        await new DemoKnowing(_folder, _report, _centre, gate, _repository, Product, Host, Laboratory).RunAsync(shipped, cancellationToken);
        await shipping.RevokeAsync(shipped, release, cancellationToken);
    }

    /// <summary>Leaves the site open until it is stopped, and shows accounts to sign in with, once.</summary>
    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        DemoPerson[] people =
        [
            await DemoPerson.AddAsync(_centre, "visitor-host", Role.Host, Host, cancellationToken),
            await DemoPerson.AddAsync(_centre, "visitor-second", Role.Host, Host, cancellationToken),
            await DemoPerson.AddAsync(_centre, "visitor-reviewer", Role.Reviewer, Laboratory, cancellationToken),
            await DemoPerson.AddAsync(_centre, "visitor-authority", Role.Authority, Authority, cancellationToken),
        ];
        _site ??= await DemoSite.StartAsync(_folder.Centre, cancellationToken);
        Terminal.Line();
        Terminal.Fact("open", Terminal.Strong(_site.Address));
        foreach (var person in people)
        {
            Terminal.Fact(person.Role.ToString().ToLowerInvariant(), $"{person.Name,-18} {person.Password}   code secret {Totp.ToBase32(person.Secret)}");
        }

        Terminal.Line(Console.IsInputRedirected ? "These are shown once. Stop with Ctrl-C." : "These are shown once. Press Enter for the codes of this moment; stop with Ctrl-C.");
        var ended = _site.EndedAsync(cancellationToken);
        if (!Console.IsInputRedirected)
        {
            _ = Task.Run(() => ShowCodes(people), cancellationToken);
        }

        try
        {
            await ended;
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C ends the demo as it should.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_site is not null)
        {
            await _site.DisposeAsync();
        }

        _seals.Dispose();
        await _centre.DisposeAsync();
    }

    private static void ShowCodes(DemoPerson[] people)
    {
        while (Console.In.ReadLine() is not null)
        {
            Terminal.Line(string.Join("   ", people.Select(person => $"{person.Name} {person.Code()}")));
        }
    }

    private async Task<SealRoot> SealAsync(CancellationToken cancellationToken)
    {
        using var source = SealSource.Open(_repository, _commit, cancellationToken);
        var made = await SealDesk.MakeAsync(_centre, _seals, source, Host, new SealOptions { Product = Product, Version = "1.0.0" }, Actor.Console, null, cancellationToken);
        var again = await _seals.VerifyAsync(made.Root, null, cancellationToken);
        _report.Step("seal", again.IsGood, $"{made.About.Files:N0} files, {made.About.Lines:N0} lines, encrypted; root {made.Root.ToString()[..16]}… recomputed from what lies on disk");
        return made.Root;
    }

    /// <summary>From request to decision, each person at the running site over HTTP.</summary>
    private async Task<string> ReviewAsync(SealRoot root, CancellationToken cancellationToken)
    {
        var host = await DemoPerson.AddAsync(_centre, "hanne", Role.Host, Host, cancellationToken);
        var second = await DemoPerson.AddAsync(_centre, "holger", Role.Host, Host, cancellationToken);
        var reviewer = await DemoPerson.AddAsync(_centre, "rasmus", Role.Reviewer, Laboratory, cancellationToken);
        var authority = await DemoPerson.AddAsync(_centre, "astrid", Role.Authority, Authority, cancellationToken);
        await _centre.DisposeWriterAsync();
        _site = await DemoSite.StartAsync(_folder.Centre, cancellationToken);
        using var asking = new Visitor(_site.Address);
        using var showing = new Visitor(_site.Address);
        using var confirming = new Visitor(_site.Address);
        using var reading = new Visitor(_site.Address);
        await asking.SignInAsync(authority, cancellationToken);
        await showing.SignInAsync(host, cancellationToken);
        await confirming.SignInAsync(second, cancellationToken);
        await reading.SignInAsync(reviewer, cancellationToken);

        await asking.GetAsync("/engagements/new", cancellationToken);
        await asking.PostAsync("/engagements/new", [("product", Product), ("version", "1.0.0"), ("vendor", Host), ("laboratory", Laboratory), ("tier", "full"), ("purpose", "Whether proofs are verified as their specifications say."), ("when", "ondecision"), .. Everything], cancellationToken);
        var id = asking.Address.Split('/')[^1];

        await showing.GetAsync($"/engagements/{id}/prepare", cancellationToken);
        await showing.PostAsync($"/engagements/{id}/prepare", [("seal", root.ToString()), ("include", Scope), ("exclude", "")], cancellationToken);
        var engagement = Find(id);
        _report.Step(
            "screen",
            engagement is { State: EngagementState.Screened, Counts: not null, Screening: not null },
            $"{engagement.Counts?.Files:N0} of {engagement.Counts?.FilesTotal:N0} files in scope, screened before anybody saw them: {engagement.Screening?.High} high, {engagement.Screening?.Medium} medium, {engagement.Screening?.Low} low");
        await showing.PostAsync($"/engagements/{id}/disclosure", [("decision", "disclose"), ("gain", "An independent reading of the verifier."), ("reason", "The verifier gains by being read."), ("idle", "10"), ("from", "0"), ("to", "24"), ("lines", "200000")], cancellationToken);
        var proposal = Proposal(id);
        await showing.PostAsync($"/engagements/{id}/disclosure/confirm", [("proposal", proposal)], cancellationToken);
        var alone = Find(id).State == EngagementState.Disclosed;
        await confirming.GetAsync($"/engagements/{id}/disclosure", cancellationToken);
        await confirming.PostAsync($"/engagements/{id}/disclosure/confirm", [("proposal", proposal)], cancellationToken);
        _report.Step("disclose", !alone && Find(id).State == EngagementState.Disclosed, "one person of the vendor proposed it and could not confirm it; another did");
        await showing.PostAsync($"/engagements/{id}/open", [], cancellationToken);

        var read = await new DemoReading(reading, id).RunAsync(_seals, root, Scope, cancellationToken);
        _report.Step("read", read.Held, $"{read.Frames:N0} frames over HTTP, {read.Lines:N0} lines, a search, a note and a finding; each on record before it was sent");
        await showing.GetAsync($"/engagements/{id}/sessions", cancellationToken);
        _report.Step("two views", !showing.Page.Contains(read.SomePath, StringComparison.Ordinal) && showing.Page.Contains("rasmus", StringComparison.Ordinal), "the vendor sees hours, terminal and amounts; no file name, no query");
        await showing.PostAsync($"/engagements/{id}/close", [], cancellationToken);

        await reading.GetAsync($"/engagements/{id}/certify", cancellationToken);
        await reading.PostAsync($"/engagements/{id}/certify", [("conclusion", "certified"), ("days", "365")], cancellationToken);
        var certificate = Certificate(id);
        _report.Step(
            "certify",
            certificate is { Certified: true } && certificate.Seal == root.Value,
            $"signed by the laboratory, bound to the root: {read.Delivered:N0} of {engagement.Counts?.Lines:N0} lines in scope delivered to 1 person");
        await asking.GetAsync($"/engagements/{id}/decide", cancellationToken);
        await asking.PostAsync($"/engagements/{id}/decide", [("decision", "certified"), ("reason", "On the certificate of Laboratory Nordlys.")], cancellationToken);
        _report.Step("decide", Find(id).Decision == Decision.Certified, "the authority approved on that certificate");
        return id;
    }

    private static IEnumerable<(string Name, string Value)> Everything => Publications.Everything.Select(shown => ("shown", shown.ToString()));

    /// <summary>What the ledger shows afterwards, to whom.</summary>
    private async Task RecordAsync(string engagement, CancellationToken cancellationToken)
    {
        await _centre.AnchorAsync(cancellationToken);
        var found = LedgerVerification.Run(_centre, cancellationToken);
        var plain = Directory.EnumerateFiles(_centre.Paths.Ledger, "*", SearchOption.AllDirectories).Any(file => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes("src/Vitrine.Proofs/")) >= 0 && !IsScope(file));
        _report.Step("record", found.Holds && found.Anchors > 0, $"{found.Acts:N0} acts recomputed; {found.Anchors} anchors in the public log agree; {(plain ? "the scope alone stands in it in the clear" : "no path that was read stands in it in the clear")}");
        _ = engagement;
    }

    private static bool IsScope(string file) => Encoding.UTF8.GetString(File.ReadAllBytes(file)).Replace(Scope, "", StringComparison.Ordinal).Contains("src/Vitrine.Proofs/", StringComparison.Ordinal) is false;

    private string Proposal(string id)
    {
        using var views = _centre.Snapshot();
        return Disclosures.Proposal(id, views)?.Position.Value.ToString() ?? "";
    }

    private Engagement Find(string id)
    {
        using var views = _centre.Snapshot();
        return Engagements.Find(id, views) ?? throw new InvalidOperationException($"The site made no engagement {id}.");
    }

    private Certificate? Certificate(string engagement)
    {
        using var views = _centre.Snapshot();
        return Certificates.OfEngagement(engagement, views) is [var newest, ..] ? newest : null;
    }

    private static async Task<string> HeadAsync(string repository, CancellationToken cancellationToken)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", repository, "rev-parse", "HEAD"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var commit = (await git.StandardOutput.ReadToEndAsync(cancellationToken)).Trim();
        await git.WaitForExitAsync(cancellationToken);
        return git.ExitCode == 0 ? commit : throw new BadInputException($"{repository} has no commit yet, and the demo seals one.");
    }
}
