using System.Security.Cryptography;
using System.Text.Json;

namespace Vitrine.Centre;

/// <summary>What a centre is called.</summary>
/// <param name="Version">The layout's version, 1.</param>
/// <param name="Name">For people.</param>
/// <param name="Origin">For proofs: the prefix of its logs' origins, with a random part that no other centre has.</param>
public sealed record CentreDescription(int Version, string Name, string Origin)
{
    private const int LayoutVersion = 1;
    private const int MaxName = 120;
    private const int MaxBytes = 64 * 1024;

    internal static CentreDescription Make(string name)
    {
        ActText.Require(name, "centre's name", MaxName);
        return new CentreDescription(LayoutVersion, name, "vitrine.example/" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
    }

    internal static CentreDescription Read(CentrePaths paths)
    {
        if (!File.Exists(paths.Description))
        {
            throw new CentreUnusableException($"There is no centre at {paths.Folder}. Make one with: vitrine init --centre {paths.Folder}");
        }

        try
        {
            var file = new FileInfo(paths.Description);
            var description = file.Length <= MaxBytes ? JsonSerializer.Deserialize<CentreDescription>(File.ReadAllBytes(file.FullName), ActJson.Options) : null;
            return description switch
            {
                { Version: LayoutVersion } => description,
                null => throw new CentreUnusableException($"{paths.Description} describes no centre. Restore it from a backup."),
                _ => throw new CentreUnusableException($"The centre at {paths.Folder} has layout {description.Version}; this version reads layout {LayoutVersion}."),
            };
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CentreUnusableException($"{paths.Description} cannot be read: {error.Message}", error);
        }
    }
}
