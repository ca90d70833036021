namespace Vitrine.Register;

/// <summary>What the register's acts say, as the register has it.</summary>
internal static class RegisterRecords
{
    public static Entity Of(EntityRecorded act) =>
        new(act.Entity, act.Kind, act.Name, act.Countries.IsDefault ? default : [.. act.Countries.Distinct().Order(StringComparer.Ordinal)]);

    public static Tie Of(TieClaimed act) => new(act.Claim, act.Kind, act.From, act.To, act.Share, act.Detail, act.Since, act.Until, act.Source, Withdrawn: false);

    public static OwnersGapClaim Of(OwnersUnknown act) => new(act.Claim, act.Entity, act.Reason, act.Since, act.Until, act.Source, Withdrawn: false);

    public static Accreditation Of(AccreditationRecorded act) =>
        new(act.Claim, act.Laboratory, act.Scheme, act.Type, act.Scope, act.Since, act.Until, act.Source, Withdrawn: false);

    public static Product Of(ProductRecorded act) => new(act.Product, act.Name, act.Vendor, act.Class);

    public static Regime Of(RegimeRecorded act) => new(act.Regime, act.Authority, act.Instrument, act.Classes, act.Trigger);
}
