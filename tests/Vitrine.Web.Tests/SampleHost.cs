using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;

namespace Vitrine.Web.Tests;

/// <summary>Serves every page with sample views. It lives with the tests; the product has no such host.</summary>
internal sealed class SampleHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private SampleHost(WebApplication app) => this.app = app;

    public string Address => app.Urls.Single();

    /// <summary>Every sample: its name, which is its path under /sample/, and the page.</summary>
    public static IReadOnlyDictionary<string, Func<RazorComponentResult>> Pages { get; } = new Dictionary<string, Func<RazorComponentResult>>
    {
        ["reading"] = () => Page.Show<ReadingPage, ReadingView>(SampleReading.Desk),
        ["reading-notes"] = () => Page.Show<ReadingPage, ReadingView>(SampleReading.NotesOpen),
        ["reading-empty"] = () => Page.Show<ReadingPage, ReadingView>(SampleReading.NoFile),
        ["reading-folded"] = () => Page.Show<ReadingPage, ReadingView>(SampleReading.Folded),
        ["reading-hostile"] = () => Page.Show<ReadingPage, ReadingView>(SampleReading.Hostile),
        ["reading-refused"] = () => Page.Show<ReadingPage, ReadingView>(SampleReading.Refused),
        ["home-public"] = () => Page.Show<PublicHomePage, PublicHomeView>(SampleHomes.Public),
        ["home-host"] = () => Page.Show<HostHomePage, HostHomeView>(SampleHomes.Host),
        ["home-host-empty"] = () => Page.Show<HostHomePage, HostHomeView>(SampleHomes.EmptyHost),
        ["home-reviewer"] = () => Page.Show<ReviewerHomePage, ReviewerHomeView>(SampleHomes.Reviewer),
        ["home-reviewer-empty"] = () => Page.Show<ReviewerHomePage, ReviewerHomeView>(SampleHomes.EmptyReviewer),
        ["home-authority"] = () => Page.Show<AuthorityHomePage, AuthorityHomeView>(SampleHomes.Authority),
        ["home-operator"] = () => Page.Show<OperatorHomePage, OperatorHomeView>(SampleHomes.Operator),
        ["sign-in"] = () => Page.Show<SignInPage, SignInView>(SampleEngagements.SignIn),
        ["sign-in-wrong"] = () => Page.Show<SignInPage, SignInView>(SampleEngagements.SignInWrong),
        ["engagements"] = () => Page.Show<EngagementListPage, EngagementListView>(SampleEngagements.List),
        ["engagements-empty"] = () => Page.Show<EngagementListPage, EngagementListView>(SampleEngagements.EmptyList),
        ["engagements-filtered"] = () => Page.Show<EngagementListPage, EngagementListView>(SampleEngagements.FilteredList),
        ["engagements-long"] = () => Page.Show<EngagementListPage, EngagementListView>(SampleEngagements.LongList),
        ["engagement"] = () => Page.Show<EngagementPage, EngagementView>(SampleEngagements.One),
        ["engagement-empty"] = () => Page.Show<EngagementPage, EngagementView>(SampleEngagements.EmptyOne),
        ["engagement-long"] = () => Page.Show<EngagementPage, EngagementView>(SampleEngagements.LongOne),
        ["engagement-new"] = () => Page.Show<NewEngagementPage, NewEngagementView>(SampleEngagements.New),
        ["engagement-new-wrong"] = () => Page.Show<NewEngagementPage, NewEngagementView>(SampleEngagements.NewWrong),
        ["screening"] = () => Page.Show<ScreeningPage, ScreeningView>(SampleScreening.Undecided),
        ["screening-decision"] = () => Page.Show<ScreeningPage, ScreeningView>(SampleScreening.ForDecision),
        ["screening-clean"] = () => Page.Show<ScreeningPage, ScreeningView>(SampleScreening.Clean),
        ["sessions"] = () => Page.Show<SessionsPage, SessionsView>(SampleEngagements.Sessions),
        ["sessions-empty"] = () => Page.Show<SessionsPage, SessionsView>(SampleEngagements.EmptySessions),
        ["findings"] = () => Page.Show<FindingsPage, FindingsView>(SampleFindings.List),
        ["findings-empty"] = () => Page.Show<FindingsPage, FindingsView>(SampleFindings.Empty),
        ["finding"] = () => Page.Show<FindingsPage, FindingsView>(SampleFindings.One),
        ["certificates"] = () => Page.Show<CertificateListPage, CertificateListView>(SampleCertificates.List),
        ["certificate"] = () => Page.Show<CertificatePage, CertificateView>(SampleCertificates.One),
        ["certificate-revoked"] = () => Page.Show<CertificatePage, CertificateView>(SampleCertificates.Revoked),
        ["seals"] = () => Page.Show<SealsPage, SealsView>(SampleCertificates.Seals),
        ["seals-empty"] = () => Page.Show<SealsPage, SealsView>(SampleCertificates.NoSeals),
        ["log"] = () => Page.Show<LogPage, LogView>(SampleLog.Log),
        ["log-empty"] = () => Page.Show<LogPage, LogView>(SampleLog.EmptyLog),
        ["log-entry"] = () => Page.Show<LogEntryPage, LogEntryView>(SampleLog.Entry),
        ["error-403"] = () => Error(ErrorView.Forbidden(SampleShell.For(SampleShell.Reviewer), "Only the host’s people may decide on a disclosure; you are signed in as a reviewer.")),
        ["error-404"] = () => Error(ErrorView.NotFound(SampleShell.For(null))),
        ["error-409"] = () => Error(ErrorView.Conflict(SampleShell.For(SampleShell.Host), "The disclosure was refused by Ada Brandt a minute ago, while this page was open.")),
        ["error-500"] = () => Error(ErrorView.Fault(SampleShell.For(null) with { Log = null }, "00-4bf92f3577b34da6-01")),
        ["look"] = () => Page.Show<LookPage, LookView>(new LookView(SampleShell.For(SampleShell.Officer))),
    };

    public static async Task<SampleHost> StartAsync(string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls(address);
        builder.Services.AddVitrinePages();
        var app = builder.Build();
        app.UseSecurityHeaders();
        app.MapAssets();
        app.MapLook(() => SampleShell.For(null));
        app.MapGet("/sample/{name}", ShowSample);
        app.MapGet(Routes.Reading("E-7"), Pages["reading"]);
        app.MapGet("/sessions/{session}/mark.svg", ShowMark);
        await app.StartAsync();
        return new SampleHost(app);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private static IResult ShowSample(string name) => Pages.TryGetValue(name, out var page) ? page() : TypedResults.NotFound();

    private static ContentHttpResult ShowMark(string session) =>
        TypedResults.Content(VisibleMark.Svg("Ines Aalto", session, SampleShell.Now), "image/svg+xml");

    private static RazorComponentResult Error(ErrorView view) => Page.Show<ErrorPage, ErrorView>(view, view.Status);
}
