namespace Kappa.Engine;

/// <summary>A source topic as the cut log registered it; the number of partitions is fixed from then on.</summary>
internal readonly record struct SourceTopic(string Topic, int Partitions);
