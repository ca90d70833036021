using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Cli;

/// <summary>An engagement as its laboratory sees it, opened with the laboratory's key files.</summary>
internal sealed class LaboratoryDesk : IDisposable
{
    private readonly ClosedSeals _seals;
    private readonly OpenSeal _seal;

    private LaboratoryDesk(Engagement engagement, PartyKeys keys, ClosedSeals seals, OpenSeal seal, LaboratoryView view, EarlierReviews earlier)
    {
        Engagement = engagement;
        Keys = keys;
        View = view;
        Earlier = earlier;
        _seals = seals;
        _seal = seal;
        Tree = seal.In(Scope.Of(engagement.Include, engagement.Exclude));
    }

    public Engagement Engagement { get; }

    public PartyKeys Keys { get; }

    public ScopedSeal Tree { get; }

    public LaboratoryView View { get; }

    public EarlierReviews Earlier { get; }

    public static LaboratoryDesk Open(ParseResult parsed, OpenCentre centre, string id, string? keyFolder, CancellationToken cancellationToken)
    {
        Engagement engagement;
        using (var views = centre.Snapshot())
        {
            engagement = Engagements.Find(id, views) ?? throw new ActRefusedException($"There is no engagement {Terminal.Safe(id)}. See: vitrine engagement list");
        }

        var root = new SealRoot(engagement.Seal ?? throw new ActRefusedException("No seal is named for this engagement yet."));
        var keys = PartyKeys.Read(keyFolder ?? centre.Keys.PartyFolder(engagement.Laboratory));
        var seals = ClosedSeals.Of(parsed, centre, cancellationToken, root);
        return new LaboratoryDesk(
            engagement, keys, seals, seals.Store.Open(root), LaboratoryView.Open(centre, id, keys.Opening, cancellationToken), EarlierReviews.Open(centre, engagement, keys.Opening, cancellationToken));
    }

    public void Dispose()
    {
        _seal.Dispose();
        _seals.Dispose();
        Keys.Dispose();
    }
}
