namespace Vitrine.Room;

/// <summary>Whether the reviewer is accredited under the room's scheme, for the engagement's tier or a deeper one.</summary>
internal static class PersonAccreditationGate
{
    public static GateAnswer Answer(GateQuestion question)
    {
        if (question.Rules.PersonScheme is not { } scheme)
        {
            return GateAnswer.NotAsked(Gate.PersonAccreditation, "The room asks no accreditation of a reviewer.");
        }

        var tier = question.Engagement.Tier;
        var rule = $"Asked: {scheme}, for a review of tier {tier.ToString().ToLowerInvariant()} or deeper.";
        if (question.Facts is not { } facts)
        {
            return GateAnswer.Unknown(Gate.PersonAccreditation, "Nothing is recorded of this reviewer.", "An administrator of the centre records the accreditation.", rule);
        }

        var held = facts.Accreditations.Where(one => string.Equals(one.Scheme, scheme, StringComparison.OrdinalIgnoreCase)).ToList();
        return held.Count == 0 ? GateAnswer.Fail(Gate.PersonAccreditation, $"The reviewer holds no accreditation under {scheme}.", "A reviewer who holds it can enter; or an administrator records it.", rule)
            : held.All(one => one.Until <= question.On) ? GateAnswer.Fail(Gate.PersonAccreditation, $"The reviewer’s accreditation under {scheme} has ended.", "An administrator records the renewed one.", rule)
            : held.Any(one => one.Until > question.On && one.Tier >= tier) ? GateAnswer.Pass(Gate.PersonAccreditation, $"The reviewer is accredited under {scheme}.", rule)
            : GateAnswer.Fail(Gate.PersonAccreditation, $"The reviewer’s accreditation under {scheme} does not cover this tier.", "A reviewer accredited for this tier can enter.", rule);
    }
}
