using Microsoft.Data.Sqlite;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>
/// What a part of the house adds to the centre: its acts, the views they are projected into, and the rules an act must keep.
/// </summary>
/// <remarks>
/// <see cref="CheckSigner"/>, <see cref="Check"/> and <see cref="Project"/> run in one transaction on the one writer's thread, so a check sees every act before
/// it and none after. Projection must depend on the act and the views alone: views are thrown away and rebuilt. Views are rebuilt
/// too when the text of a schema changes; so where <see cref="Project"/> comes to write something else, change a comment in it.
/// </remarks>
public abstract class Part
{
    /// <summary>The kinds of act that the part declares.</summary>
    public abstract IReadOnlyList<ActKind> Acts { get; }

    /// <summary>SQL that creates the part's tables, empty.</summary>
    public abstract string Schema { get; }

    /// <summary>Refuses an act that does not fit what has happened so far.</summary>
    /// <exception cref="ActRefusedException">The reason, as a sentence for whoever asked.</exception>
    public abstract void Check(Act act, Actor by, DateTimeOffset at, SqliteConnection views);

    /// <summary>Refuses what is signed with a key that the part knows to have a successor: it was signed before the key changed, or with a copy of it.</summary>
    /// <exception cref="ActRefusedException">Whose key it was, and what to do.</exception>
    public virtual void CheckSigner(PublicKey signer, SqliteConnection views)
    {
    }

    /// <summary>Carries an act, and what it has in documents, into the views.</summary>
    /// <exception cref="ActRefusedException">A document cannot be read as what the act says it is; nothing is recorded.</exception>
    public abstract void Project(RecordedAct recorded, SqliteConnection views, Documents documents);
}
