using Vitrine.Centre;

namespace Vitrine.Cli;

/// <summary>An account of the demo's centre, with what signs it in.</summary>
internal sealed record DemoPerson(string Name, Role Role, string Password, byte[] Secret)
{
    /// <summary>The code of this moment; it opens once.</summary>
    public string Code() => Totp.Code(Secret, TimeProvider.System.GetUtcNow());

    public static async Task<DemoPerson> AddAsync(OpenCentre centre, string name, Role role, string party, CancellationToken cancellationToken)
    {
        var password = Passwords.Generate();
        using var keys = role == Role.Reviewer ? PartyKeys.Read(centre.Keys.PartyFolder(party)) : null;
        var account = await new Accounts(centre).AddAsync(name, role, party, password, keys, Actor.Console, cancellationToken);
        return new DemoPerson(name, role, password, account.CodeSecret);
    }
}
