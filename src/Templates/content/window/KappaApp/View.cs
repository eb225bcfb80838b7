namespace KappaApp;

/// <summary>A page that was viewed: the records of topic <c>views</c>, keyed by page.</summary>
public sealed record View(string User);
