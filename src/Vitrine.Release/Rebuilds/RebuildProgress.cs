namespace Vitrine.Release;

/// <summary>Where a rebuild is.</summary>
public enum RebuildStage
{
    /// <summary>The tools and packages are hashed.</summary>
    Closure,

    /// <summary>The source goes into the sandbox.</summary>
    Unpacking,

    /// <summary>A step of the recipe runs.</summary>
    Step,

    /// <summary>The outputs come out.</summary>
    Packing,

    /// <summary>The outputs are compared with what is shipped.</summary>
    Comparing,
}

/// <summary>A rebuild's progress.</summary>
/// <param name="Stage">What happens now.</param>
/// <param name="Run">The run, from 1.</param>
/// <param name="Step">The step's index, where a step runs.</param>
public readonly record struct RebuildProgress(RebuildStage Stage, int Run, int Step);
