namespace Kappa.Logs;

/// <summary>What a group of readers may be called, on every log.</summary>
internal static class GroupName
{
    private const int MaxLength = 200;

    /// <summary>Refuses a name that is none.</summary>
    /// <exception cref="KappaException">KAP2108: the name is not allowed.</exception>
    public static void Check(string group)
    {
        ArgumentNullException.ThrowIfNull(group);
        if (group.Length is 0 or > MaxLength)
        {
            throw LogErrors.GroupNotAllowed(
                group, $"a name has 1 to {MaxLength} characters, this one {group.Length}");
        }

        if (group.Any(char.IsControl) || group.EnumerateRunes().Any(rune => rune == System.Text.Rune.ReplacementChar))
        {
            throw LogErrors.GroupNotAllowed(group, "a name has no control characters and no broken ones");
        }
    }

    /// <summary>Refuses a member of a group that has no name, or reads nothing.</summary>
    /// <exception cref="ArgumentException">There are no topics.</exception>
    /// <exception cref="KappaException">KAP2108: the name is not allowed.</exception>
    public static void CheckMember(string group, IReadOnlyCollection<string> topics)
    {
        Check(group);
        ArgumentNullException.ThrowIfNull(topics);
        if (topics.Count == 0)
        {
            throw new ArgumentException("A member reads at least one topic.", nameof(topics));
        }
    }
}
