namespace Kappa.StreamizHosting;

/// <summary>A topic that a topology of Streamiz writes.</summary>
/// <param name="Topic">Its name.</param>
/// <param name="IsTable">Whether its records are the rows of a table: a cutover then publishes what differs.</param>
internal sealed record StreamizOutput(string Topic, bool IsTable);
