using System.Collections.Immutable;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Register;
using Vitrine.Room;

namespace Vitrine.Web;

/// <summary>One request: who makes it, and the one snapshot of the views that its page is made from.</summary>
public sealed class Visit(OpenCentre centre, IAntiforgery antiforgery) : IDisposable
{
    private static readonly TimeSpan LogIsLate = TimeSpan.FromDays(7);

    private SqliteConnection? _views;

    /// <summary>Who is signed in; null for a stranger.</summary>
    public Centre.SignedIn? Identity { get; set; }

    /// <summary>Who is signed in, where the endpoint's operation asks for somebody.</summary>
    public Centre.SignedIn Known => Identity ?? throw new InvalidOperationException("The endpoint's operation is open to strangers.");

    /// <summary>As whom acts of this request are recorded.</summary>
    public Actor Actor => new(Known.Person, Known.Role);

    /// <summary>The centre.</summary>
    public OpenCentre Centre => centre;

    /// <summary>The time of this request.</summary>
    public DateTimeOffset Now { get; } = centre.Time.GetUtcNow();

    /// <summary>The views as they were when this request first asked.</summary>
    public SqliteConnection Views => _views ??= centre.Snapshot();

    /// <summary>Lets go of the snapshot, so that what this request recorded is seen.</summary>
    public void Refresh()
    {
        _views?.Dispose();
        _views = null;
    }

    /// <summary>An engagement in which this person's party takes part; null for every other, and for none.</summary>
    public Engagement? Engagement(string id) =>
        Engagements.Find(id, Views) is { } engagement && engagement.Concerns(Known.Role, Known.Party) ? engagement : null;

    /// <summary>What a party is called.</summary>
    public string PartyName(string id) => Parties.Find(id, Views)?.Name ?? id;

    /// <summary>What a person is called.</summary>
    public string PersonName(string person) => Accounts.NameOf(person, centre);

    /// <summary>What surrounds a page that a fault left: nothing that could fail again.</summary>
    public Shell BareShell() => new(centre.Description.Name, null, null, [], null);

    /// <summary>What surrounds a page of this request.</summary>
    public Shell Shell(HttpContext context)
    {
        var tokens = antiforgery.GetAndStoreTokens(context);
        var path = context.Request.Path.Value ?? "/";
        return new Shell(
            centre.Description.Name,
            Identity is { } who ? new SignedIn(who.Name, who.Role.ToString().ToLowerInvariant(), who.Party is { } party ? PartyName(party) : null) : null,
            Log(),
            [.. Sections().Select(section => new SectionLink(section.Title, section.Href, Holds(section.Href, path)))],
            new FormToken(tokens.FormFieldName, tokens.RequestToken!));
    }

    /// <inheritdoc/>
    public void Dispose() => _views?.Dispose();

    // What the register's page leads to is of the register, wherever its address begins.
    private static bool Holds(string section, string path) =>
        path.StartsWith(section, StringComparison.Ordinal) || (section == Routes.Register && Routes.OfRegister.Any(path.StartsWith));

    private LogStatus Log()
    {
        var size = centre.LogCheckpoint().Size.Value;
        var signed = Views.Scalar<string>("SELECT max(at) FROM centre_act WHERE kind = 'centre.statementPublished'") is { } at && Proofs.UtcTime.TryParse(at, out var time) ? time : Now;
        return Now - signed > LogIsLate ? new LogStatus((long)size, signed, Tone.Wait, "quiet") : new LogStatus((long)size, signed, Tone.Yes, "current");
    }

    private ImmutableArray<(string Title, string Href)> Sections()
    {
        var sections = ImmutableArray.CreateBuilder<(string, string)>();
        void Add(Operation operation, string title, string href)
        {
            if (Permissions.Allows(Identity?.Role, operation))
            {
                sections.Add((title, href));
            }
        }

        Add(Operation.ReadDesk, "Engagements", Routes.Engagements);
        Add(Operation.ReadSeals, "Seals", Routes.Seals);
        Add(Operation.ClassifySeals, "House rules", Routes.HouseRules);
        Add(Operation.ManageSites, "Sites", Routes.Sites);
        Add(Operation.RecordPeople, "People", Routes.People);
        Add(Operation.ReadPublic, "Register", Routes.Register);
        Add(Operation.ReadPublic, "Certificates", Routes.Certificates);
        Add(Operation.ReadPublic, "Advisories", Routes.Advisories);
        Add(Operation.ReadLists, "Lists", Routes.Lists);
        Add(Operation.ReadPublic, "Log", Routes.Log);
        return sections.ToImmutable();
    }
}
