namespace Kappa.Hosting;

/// <summary>A topic that the host's code writes, made at the start where it is missing.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Partitions">Its partitions, where it is made.</param>
internal sealed record HostedTopic(string Name, int Partitions);
