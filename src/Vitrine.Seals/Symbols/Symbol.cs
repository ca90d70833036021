namespace Vitrine.Seals;

/// <summary>A name that a content defines.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">What it is, in the words of the language's parser: <c>function</c>, <c>class</c>, <c>macro</c>, <c>method</c>.</param>
/// <param name="Line">The line on which it begins, from 1.</param>
/// <param name="End">The line on which it ends; <paramref name="Line"/> where the parser does not say.</param>
/// <param name="Signature">Its parameters as they are written; null where it has none.</param>
/// <param name="Scope">What it stands in: a class, a namespace; null: nothing.</param>
public sealed record Symbol(string Name, string Kind, int Line, int End, string? Signature, string? Scope)
{
    /// <summary>Whether an index that the vendor gave says so, and not a parser.</summary>
    public bool IsFromIndex { get; init; }

    /// <summary>Whether it holds statements: what calls, and can be called. A member is one where it has parameters (Python); elsewhere it is a field.</summary>
    public bool IsFunction => Kind is "function" or "method" or "func" or "subroutine" or "procedure" or "constructor" or "destructor" or "generator" or "singletonMethod" or "getter" or "setter"
        || (Kind is "member" && Signature is not null);

    /// <summary>Name and scope.</summary>
    public string FullName => Scope is null ? Name : $"{Scope}.{Name}";
}
