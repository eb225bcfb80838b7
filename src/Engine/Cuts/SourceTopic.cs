namespace Kappa.Engine;

/// <summary>A source topic as the cut log registered it; the number of partitions is fixed from then on.</summary>
/// <param name="Topic">Name of the topic.</param>
/// <param name="Partitions">Number of its partitions.</param>
public readonly record struct SourceTopic(string Topic, int Partitions);
