using Telemetry.Kafka.Following;

namespace Telemetry.Live.Following;

/// <summary>Opens a topic for reading all of it.</summary>
internal delegate ITopicFollower FollowerFactory(string topic);
