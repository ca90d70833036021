using System.Security.Cryptography;
using System.Text.Json;

namespace Vitrine.Centre;

/// <summary>What a centre is called.</summary>
/// <param name="Version">The layout's version, 1.</param>
/// <param name="Name">For people.</param>
/// <param name="Origin">For proofs: the prefix of its logs' origins, with a random part that no other centre has.</param>
public sealed record CentreDescription(int Version, string Name, string Origin)
{
    private const int MaxName = 120;

    internal static CentreDescription Make(string name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > MaxName || name.Any(char.IsControl))
        {
            throw new ActRefusedException($"A centre's name has 1 to {MaxName} characters and no control characters.");
        }

        return new CentreDescription(1, name, "vitrine.example/" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
    }

    internal static CentreDescription Read(CentrePaths paths)
    {
        if (!File.Exists(paths.Description))
        {
            throw new CentreUnusableException($"There is no centre at {paths.Folder}. Make one with: vitrine init --centre {paths.Folder}");
        }

        try
        {
            var description = JsonSerializer.Deserialize<CentreDescription>(File.ReadAllBytes(paths.Description), ActJson.Options)!;
            return description.Version == 1
                ? description
                : throw new CentreUnusableException($"The centre at {paths.Folder} has layout {description.Version}; this version reads layout 1.");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CentreUnusableException($"{paths.Description} cannot be read: {error.Message}", error);
        }
    }
}
