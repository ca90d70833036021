namespace Vitrine.Seals;

/// <summary>Docker Hub tokens.</summary>
internal sealed class DockerToken() : SecretRule(
    "docker-token",
    "Docker Hub token",
    FindingSeverity.High,
    ["dckr_pat_", "dckr_oat_"],
    """\bdckr_[po]at_[A-Za-z0-9_-]{27,40}""")
{
    public override string Description => "A token that can pull, and often push, images.";
}
