namespace Kappa.Logs;

/// <summary>The newest producer of a transactional id.</summary>
internal readonly record struct ProducerState(long Id, short Epoch);
