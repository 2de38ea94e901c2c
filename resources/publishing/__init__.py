"""The portal's own life as figures of the monitor: measured over closed periods, made safe, published once."""
