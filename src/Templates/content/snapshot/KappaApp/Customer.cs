namespace KappaApp;

/// <summary>A customer: the rows of topic <c>customers</c>, which come as full dumps.</summary>
public sealed record Customer(string Id, string Name, string Country);
