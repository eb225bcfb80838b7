namespace Kappa.Logs;

/// <summary>What happens to partitions of a member of a group.</summary>
public enum GroupChangeKind
{
    /// <summary>They are assigned to the member.</summary>
    Assigned,

    /// <summary>They are taken from it in good order; until the member goes on they are still its own.</summary>
    Revoked,

    /// <summary>They were taken from it because it did not answer; another member may have them already.</summary>
    Lost,
}
