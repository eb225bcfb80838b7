namespace Kappa.Worker;

/// <summary>All groups.</summary>
internal sealed record GroupList(IReadOnlyList<GroupInfo> Groups);
