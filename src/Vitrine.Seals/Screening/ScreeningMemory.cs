using System.Security.Cryptography;
using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>
/// What screenings found in files, so that the next seal of a product costs what changed. It lives in the memory of one process and nowhere else: what it holds says where
/// secrets lie. Any thread may use it.
/// </summary>
/// <remarks>
/// A file is known by a digest of the rules, its path and its content; rules look at names too. Two generations: when the younger is full it becomes the older, and what is not asked for
/// in between is forgotten.
/// </remarks>
public sealed class ScreeningMemory
{
    /// <summary>Files, findings and notes that one generation holds.</summary>
    public const int MaxWeight = 400_000;

    private readonly Lock _gate = new();
    private Dictionary<Digest, FileScreening> _young = [];
    private Dictionary<Digest, FileScreening> _old = [];
    private int _weight;

    /// <summary>Forgets everything, as when a seal was destroyed.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            (_young, _old, _weight) = ([], [], 0);
        }
    }

    internal FileScreening? Recall(ScreeningEngine engine, SealedFile file)
    {
        var key = Key(engine, file);
        lock (_gate)
        {
            if (_young.TryGetValue(key, out var there))
            {
                return there;
            }

            if (_old.Remove(key, out there))
            {
                Put(key, there);
            }

            return there;
        }
    }

    internal void Keep(ScreeningEngine engine, SealedFile file, FileScreening found)
    {
        var key = Key(engine, file);
        lock (_gate)
        {
            Put(key, found);
        }
    }

    private void Put(Digest key, FileScreening found)
    {
        if (!_young.TryAdd(key, found))
        {
            return;
        }

        _weight += 1 + found.Findings.Count + found.Facts.Length;
        if (_weight > MaxWeight)
        {
            (_old, _young, _weight) = (_young, [], 0);
        }
    }

    private static Digest Key(ScreeningEngine engine, SealedFile file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> digest = stackalloc byte[Digest.Size];
        engine.Name.CopyTo(digest);
        hash.AppendData(digest);
        file.Digest.CopyTo(digest);
        hash.AppendData(digest);
        hash.AppendData(Encoding.UTF8.GetBytes(file.Path));
        hash.GetHashAndReset(digest);
        return Digest.FromBytes(digest);
    }
}
