namespace Kappa.Engine;

/// <summary>A store of an instance.</summary>
/// <param name="Store">The store.</param>
/// <param name="Changelog">The topic of its changelog.</param>
public sealed record StorePlan(StoreInfo Store, string Changelog);
