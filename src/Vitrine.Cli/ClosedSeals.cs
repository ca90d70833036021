using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Seals;

namespace Vitrine.Cli;

/// <summary>A centre's seals as a command reads them: with what the host gave, and with the passphrases that it is asked for where somebody can type them.</summary>
internal sealed class ClosedSeals : IDisposable
{
    private const int MostTries = 3;

    private readonly List<HostKey> _keys = [];

    private ClosedSeals(OpenCentre centre) => Store = SealDesk.Store(centre, _keys);

    /// <summary>All of them.</summary>
    public SealStore Store { get; }

    /// <summary>Takes what the command was given, and asks for the passphrase of each of these seals that does not open with it.</summary>
    /// <exception cref="BadInputException">A key file cannot be read, or nothing was typed.</exception>
    /// <exception cref="SealStoreException">A seal is not here. One that stays locked says so when it is opened.</exception>
    public static ClosedSeals Of(ParseResult parsed, OpenCentre centre, CancellationToken cancellationToken, params IReadOnlyList<SealRoot> roots)
    {
        var seals = new ClosedSeals(centre);
        var isWhole = false;
        try
        {
            seals._keys.AddRange(SealKeyOptions.Given(parsed, roots.Count > 0, cancellationToken));
            foreach (var root in roots.Distinct())
            {
                seals.Ask(root, cancellationToken);
            }

            isWhole = true;
            return seals;
        }
        finally
        {
            if (!isWhole)
            {
                seals.Dispose();
            }
        }
    }

    public void Dispose()
    {
        Store.Dispose();
        _keys.ForEach(key => key.Dispose());
    }

    private void Ask(SealRoot root, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MostTries && Terminal.IsTyped && Store.Missing(root) == SealLock.Passphrase; tries++)
        {
            if (tries > 0)
            {
                Terminal.Remark("That is another passphrase.");
            }

            _keys.Add(HostKey.FromPassphrase(SealKeyOptions.Passphrase($"Passphrase of the seal {root}: ", cancellationToken)));
        }
    }
}
