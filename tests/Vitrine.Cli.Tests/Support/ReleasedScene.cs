namespace Vitrine.Cli.Tests;

/// <summary>A scene in which the whole chain was gone through once: a release with its bundle, its certificate and a policy.</summary>
public sealed class ReleasedScene : Scene
{
    internal Review Review { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Review = new Review(this);
        await Review.ReleaseAsync();
    }
}
