using System.Collections.Frozen;

namespace Vitrine.Centre;

/// <summary>The one authorisation table: what each role may do. What is not here is denied.</summary>
public static class Permissions
{
    private static readonly FrozenSet<Operation> Anyone = Set(Operation.SignIn, Operation.ReadPublic);

    private static readonly FrozenDictionary<Role, FrozenSet<Operation>> Table = new Dictionary<Role, FrozenSet<Operation>>
    {
        [Role.Administrator] = Set(
            Operation.ReadDesk, Operation.ManageAccounts, Operation.RecordPeople, Operation.ManageSites, Operation.RecordClaims, Operation.ReplyToClaims,
            Operation.ReadLists, Operation.ImportLists),
        [Role.Host] = Set(
            Operation.ReadDesk, Operation.ReadSeals, Operation.DecideDisclosure, Operation.RunRoom, Operation.ReadSessions,
            Operation.ChoosePublication, Operation.ClassifySeals, Operation.OverrideGates, Operation.ManageSites, Operation.ReplyToClaims, Operation.ReadLists),
        [Role.Reviewer] = Set(
            Operation.ReadDesk, Operation.ReadRoom, Operation.TakeReceipt, Operation.Certify, Operation.ChangeCertificate, Operation.ReplyToClaims, Operation.ReadLists),
        [Role.Authority] = Set(
            Operation.ReadDesk, Operation.RequestEngagement, Operation.DecideEngagement, Operation.ChangeCertificate, Operation.ChoosePublication, Operation.OverrideGates,
            Operation.ManageAdvisories, Operation.ReplyToClaims, Operation.ReadLists),
    }.ToFrozenDictionary();

    /// <summary>Whether someone in <paramref name="role"/>, or a stranger where it is null, may do <paramref name="operation"/>.</summary>
    public static bool Allows(Role? role, Operation operation) =>
        Anyone.Contains(operation) || (role is { } known && Table.TryGetValue(known, out var operations) && operations.Contains(operation));

    private static FrozenSet<Operation> Set(params IEnumerable<Operation> operations) => operations.ToFrozenSet();
}
