namespace Vitrine.Centre.Tests;

/// <summary>The authorisation table a second time, so that who changes what a role may do says so twice.</summary>
public sealed class PermissionTests
{
    private static readonly string[] Columns = ["stranger", "Administrator", "Host", "Reviewer", "Authority"];

    private static readonly Dictionary<Operation, string> Expected = new()
    {
        //                                  stranger  Administrator  Host  Reviewer  Authority
        [Operation.SignIn] =               "yes       yes            yes   yes       yes",
        [Operation.ReadPublic] =           "yes       yes            yes   yes       yes",
        [Operation.ReadDesk] =             "no        yes            yes   yes       yes",
        [Operation.ReadSeals] =            "no        no             yes   no        no",
        [Operation.RequestEngagement] =    "no        no             no    no        yes",
        [Operation.DecideDisclosure] =     "no        no             yes   no        no",
        [Operation.RunRoom] =              "no        no             yes   no        no",
        [Operation.ReadSessions] =         "no        no             yes   no        no",
        [Operation.ReadRoom] =             "no        no             no    yes       no",
        [Operation.Certify] =              "no        no             no    yes       no",
        [Operation.DecideEngagement] =     "no        no             no    no        yes",
        [Operation.ManageAccounts] =       "no        yes            no    no        no",
        [Operation.ChangeCertificate] =    "no        no             no    yes       yes",
        [Operation.ChoosePublication] =    "no        no             yes   no        yes",
        [Operation.ClassifySeals] =        "no        no             yes   no        no",
        [Operation.OverrideGates] =        "no        no             yes   no        yes",
        [Operation.RecordPeople] =         "no        yes            no    no        no",
        [Operation.ManageSites] =          "no        yes            yes   no        no",
        [Operation.ManageAdvisories] =     "no        no             no    no        yes",
        [Operation.RecordClaims] =         "no        yes            no    no        no",
        [Operation.ReplyToClaims] =        "no        yes            yes   yes       yes",
        [Operation.ReadLists] =            "no        yes            yes   yes       yes",
        [Operation.ImportLists] =          "no        yes            no    no        no",
        [Operation.TakeReceipt] =          "no        no             no    yes       no",
    };

    [Fact]
    public void Allows_EveryRoleAndOperation_IsAsStatedHere()
    {
        Assert.Equal(Enum.GetValues<Operation>(), Expected.Keys.Order());
        Assert.Equal(Enum.GetNames<Role>(), Columns[1..]);
        foreach (var (operation, row) in Expected)
        {
            var cells = row.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(Columns.Length, cells.Length);
            for (var i = 0; i < Columns.Length; i++)
            {
                Role? role = i == 0 ? null : Enum.Parse<Role>(Columns[i]);
                Assert.True(Permissions.Allows(role, operation) == (cells[i] == "yes"), $"{Columns[i]}, {operation}");
            }
        }
    }

    [Fact]
    public void Allows_NumbersThatNameNothing_IsNo()
    {
        Assert.False(Permissions.Allows((Role)99, Operation.ReadDesk));
        Assert.False(Permissions.Allows(Role.Administrator, (Operation)99));
    }
}
